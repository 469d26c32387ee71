"""The processes and what they refuse."""

import socket

import pytest

from monitor.db import FolderInUse, hold_folder
from monitor.settings import BadSetting
from workers.desk import AddressTaken, DeskServer
from workers.processes import WorkerDied, one_process, scheduler_alone, wait_for_end, worker_alone


def test_a_second_process_on_the_same_data_folder_is_refused_until_the_first_has_ended(make_rig):
    rig = make_rig()
    with one_process(rig, "127.0.0.1", 0) as (desk, _):
        assert desk.port > 0
        with pytest.raises(FolderInUse, match="CEASEWATCH_HOME"), one_process(rig, "127.0.0.1", 0):
            pass
    with hold_folder(rig.settings.home):
        pass


def test_a_taken_port_is_one_plain_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"port {port}.*--port"):
            DeskServer("127.0.0.1", port)


def test_an_unknown_host_is_one_plain_sentence():
    with pytest.raises(AddressTaken, match=r"nowhere\.invalid"):
        DeskServer("nowhere.invalid", 0)


@pytest.mark.parametrize("part", [scheduler_alone, lambda settings: worker_alone(settings, 1)])
def test_a_part_alone_needs_a_broker_and_says_so(make_rig, part):
    with pytest.raises(BadSetting, match="ceasewatch run"), part(make_rig().settings):
        pass


class StoppedWorker:
    is_alive = False


def test_a_process_whose_worker_stopped_ends_instead_of_standing_idle():
    with pytest.raises(WorkerDied):
        wait_for_end(StoppedWorker())
