"""Pages of t.me/s/CHANNEL, built after the shapes that the preview has."""

from __future__ import annotations

CHANNEL = "mod_example"


def post(
    number: int,
    text: str | None = "The enemy opened fire.",
    *,
    at: str = "2020-10-10T10:05:00+00:00",
    edited: bool = False,
    before: str = "",
    after: str = "",
    kind: str = "",
    nested: bool = False,
) -> str:
    """One post; `before` and `after` stand around its text."""
    own = '<div class="tgme_widget_message_text js-message_text" dir="auto">{}</div>'
    words = "" if text is None else own.format(own.format(text) if nested else text)
    mark = "edited&nbsp;" if edited else ""
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message {kind} js-widget_message" data-post="{CHANNEL}/{number}">'
        '<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author">'
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/{CHANNEL}"><span>MoD</span></a></div>'
        f"{before}{words}{after}"
        '<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
        '<span class="tgme_widget_message_views">12.3K</span>'
        f'<span class="tgme_widget_message_meta">{mark}'
        f'<a class="tgme_widget_message_date" href="https://t.me/{CHANNEL}/{number}">'
        f'<time datetime="{at}" class="time">10:05</time></a></span></div></div></div></div></div>'
    )


def preview(*posts: str, head: str = "", more: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>MoD – Telegram</title>{head}</head>"
        '<body class="widget_frame_base"><main class="tgme_main">'
        f'<section class="tgme_channel_history js-message_history">{more}{"".join(posts)}'
        "</section></main></body></html>"
    )


PHOTO = (
    '<a class="tgme_widget_message_photo_wrap" href="https://t.me/x" '
    "style=\"background-image:url('https://cdn.example/1.jpg')\"></a>"
)
VIDEO = (
    '<a class="tgme_widget_message_video_player"><time class="message_video_duration">0:42</time>'
    '<div class="tgme_widget_message_video_wrap"></div></a>'
)
REPLY = (
    '<a class="tgme_widget_message_reply" href="https://t.me/mod_example/90">'
    '<div class="tgme_widget_message_author">MoD</div>'
    '<div class="tgme_widget_message_text js-message_reply_text">What was quoted.</div></a>'
)
REPLY_SAME_CLASS = REPLY.replace("js-message_reply_text", "js-message_text")
FORWARDED = (
    '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
    '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/other/7">'
    "<span>Other MoD</span></a></div>"
)
NOT_SUPPORTED = (
    '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
    '<div class="message_media_not_supported_label">This media is not supported in your browser</div>'
    '<a class="message_media_view_in_telegram">VIEW IN TELEGRAM</a></div></div>'
)
POLL = (
    '<div class="tgme_widget_message_poll">'
    '<div class="tgme_widget_message_poll_question">Was it shelled?</div>'
    '<div class="tgme_widget_message_poll_option_text">Yes</div></div>'
)
BEGINNING = preview(more='<div class="tme_no_messages_found">No posts found</div>')
NO_PREVIEW = (
    '<html><body><div class="tgme_page"><div class="tgme_page_title">MoD</div>'
    '<a class="tgme_action_button_new" href="tg://resolve?domain=mod_example">'
    "View in Telegram</a></div></body></html>"
)
