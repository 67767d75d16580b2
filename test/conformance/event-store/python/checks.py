"""The event store as Python's kurrentdbclient sees it. Usage: checks.py URL. Prints a line a check, then a count."""

import sys
import threading
import traceback
import uuid

from kurrentdbclient import CaughtUp, Checkpoint, KurrentDBClient, NewEvent, StreamState
from kurrentdbclient.exceptions import (
    AlreadyExistsError,
    MaximumAppendSizeExceededError,
    NotFoundError,
    StreamIsDeletedError,
    WrongCurrentVersionError,
)

URL = sys.argv[1].replace("tls=false", "Tls=false")
client = KurrentDBClient(uri=URL)
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def category():
    return "py" + uuid.uuid4().hex[:12]


def stream():
    return category() + "-1"


def event(kind, data=b"{}", **more):
    return NewEvent(type=kind, data=data, **more)


def raises(kind, action):
    try:
        action()
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}")


def equal(seen, expected):
    assert seen == expected, f"expected {expected!r}, got {seen!r}"


@check
def appends_and_reads_back_every_part_of_an_event():
    name = stream()
    one = event("Opened", b'{"n":1}', metadata=b'{"user":"x"}')
    position = client.append_to_stream(name, current_version=StreamState.NO_STREAM, events=one)
    (read,) = client.get_stream(name)
    equal((read.type, read.data, read.metadata, read.id), ("Opened", b'{"n":1}', b'{"user":"x"}', one.id))
    equal((read.stream_name, read.stream_position, read.content_type), (name, 0, "application/json"))
    equal(read.commit_position, position)
    assert read.recorded_at is not None


@check
def appends_many_at_once_and_reads_both_ways_with_limits():
    name = stream()
    client.append_to_stream(name, current_version=StreamState.ANY, events=[event("N", str(n).encode()) for n in range(500)])
    equal([int(e.data) for e in client.get_stream(name)], list(range(500)))
    equal([e.stream_position for e in client.get_stream(name, backwards=True, limit=3)], [499, 498, 497])
    equal([e.stream_position for e in client.get_stream(name, stream_position=3, limit=2)], [3, 4])
    equal(client.get_current_version(name), 499)


@check
def keeps_bytes_that_are_no_json():
    name = stream()
    raw = bytes(range(256))
    client.append_to_stream(name, current_version=StreamState.ANY, events=event("Bin", raw, content_type="application/octet-stream"))
    (read,) = client.get_stream(name)
    equal((read.data, read.content_type), (raw, "application/octet-stream"))


@check
def refuses_another_version_than_the_expected_one():
    name = stream()
    client.append_to_stream(name, current_version=StreamState.NO_STREAM, events=[event("A"), event("B")])
    for version in (StreamState.NO_STREAM, 0, 7):
        for events in (event("C"), [event("C"), event("D")]):
            raises(WrongCurrentVersionError, lambda: client.append_to_stream(name, current_version=version, events=events))
    raises(WrongCurrentVersionError, lambda: client.append_to_stream(stream(), current_version=StreamState.EXISTS, events=event("C")))
    client.append_to_stream(name, current_version=1, events=event("C"))
    equal(len(client.get_stream(name)), 3)


@check
def records_a_repeat_once():
    name = stream()
    same = event("Dup")
    first = client.append_to_stream(name, current_version=StreamState.ANY, events=[same])
    equal(client.append_to_stream(name, current_version=StreamState.ANY, events=[same]), first)
    equal(len(client.get_stream(name)), 1)


@check
def refuses_more_than_a_mebibyte():
    name = stream()
    huge = event("Big", bytes(2 * 1024 * 1024), content_type="application/octet-stream")
    raises(MaximumAppendSizeExceededError, lambda: client.append_to_stream(name, current_version=StreamState.ANY, events=[huge]))
    raises(NotFoundError, lambda: client.get_stream(name))


@check
def deletes_recreates_and_tombstones():
    name = stream()
    client.append_to_stream(name, current_version=StreamState.NO_STREAM, events=[event("A"), event("B")])
    client.delete_stream(name, current_version=1)
    raises(NotFoundError, lambda: client.get_stream(name))
    client.append_to_stream(name, current_version=StreamState.NO_STREAM, events=event("C"))
    equal([(e.stream_position, e.type) for e in client.get_stream(name)], [(2, "C")])
    client.tombstone_stream(name, current_version=StreamState.ANY)
    raises(StreamIsDeletedError, lambda: client.get_stream(name))
    raises(StreamIsDeletedError, lambda: client.append_to_stream(name, current_version=StreamState.ANY, events=[event("D")]))


@check
def keeps_stream_metadata():
    name = stream()
    client.append_to_stream(name, current_version=StreamState.ANY, events=[event(str(n)) for n in range(5)])
    equal(client.get_stream_metadata(name), ({}, StreamState.NO_STREAM))
    client.set_stream_metadata(name, metadata={"$maxCount": 2, "custom": "z"}, current_version=StreamState.NO_STREAM)
    equal(client.get_stream_metadata(name), ({"$maxCount": 2, "custom": "z"}, 0))
    equal([e.type for e in client.get_stream(name)], ["3", "4"])


@check
def reads_all_with_a_filter_on_the_server():
    mine = category()
    for n in range(6):
        client.append_to_stream(f"{mine}-{n % 2}", current_version=StreamState.ANY, events=event(f"T{n}"))
        client.append_to_stream(stream(), current_version=StreamState.ANY, events=event("Noise"))
    read = client.read_all(filter_include=[f"{mine}-"], filter_by_stream_name=True, filter_by_prefix=True)
    equal([e.type for e in read], [f"T{n}" for n in range(6)])
    read = client.read_all(filter_include=[f"{mine}-1"], filter_by_stream_name=True, backwards=True)
    equal([e.type for e in read], ["T5", "T3", "T1"])
    equal(len(list(client.read_all(backwards=True, limit=4))), 4)


def collect(subscription, enough):
    """Reads until enough(list so far); a timer ends it, so that a failure is a failure and not a hang."""
    seen = []
    timer = threading.Timer(20, subscription.stop)
    timer.start()
    try:
        for item in subscription:
            seen.append(item)
            if enough(seen):
                break
    finally:
        timer.cancel()
        subscription.stop()
    return seen


@check
def follows_all_from_the_start_and_then_live():
    mine = category()
    for n in range(5):
        client.append_to_stream(f"{mine}-1", current_version=StreamState.ANY, events=event(f"T{n}"))
    subscription = client.subscribe_to_all(
        filter_include=[f"{mine}-"],
        filter_by_stream_name=True,
        filter_by_prefix=True,
        include_checkpoints=True,
        include_caught_up=True,
        window_size=5,
        checkpoint_interval_multiplier=1,
    )

    def enough(seen):
        if isinstance(seen[-1], CaughtUp):
            client.append_to_stream(f"{mine}-2", current_version=StreamState.ANY, events=event("Live"))
        return seen[-1].type == "Live"

    seen = collect(subscription, enough)
    plain = [e.type for e in seen if not isinstance(e, (CaughtUp, Checkpoint))]
    equal(plain, ["T0", "T1", "T2", "T3", "T4", "Live"])
    equal(sum(isinstance(e, CaughtUp) for e in seen), 1)
    assert any(isinstance(e, Checkpoint) for e in seen), "no checkpoint came"


@check
def follows_a_stream_from_a_position():
    name = stream()
    client.append_to_stream(name, current_version=StreamState.ANY, events=[event(f"T{n}") for n in range(4)])
    seen = collect(client.subscribe_to_stream(name, stream_position=1), lambda s: len(s) == 2)
    equal([e.type for e in seen], ["T2", "T3"])


@check
def resolves_the_links_of_a_category():
    mine = category()
    client.append_to_stream(f"{mine}-1", current_version=StreamState.ANY, events=[event("A"), event("B")])
    seen = collect(client.subscribe_to_stream(f"$ce-{mine}", resolve_links=True), lambda s: len(s) == 2)
    equal([(e.type, e.stream_name, e.link is not None) for e in seen], [("A", f"{mine}-1", True), ("B", f"{mine}-1", True)])


@check
def consumes_through_a_group():
    name = stream()
    client.append_to_stream(name, current_version=StreamState.ANY, events=[event(f"T{n}") for n in range(4)])
    client.create_subscription_to_stream("group", name)
    raises(AlreadyExistsError, lambda: client.create_subscription_to_stream("group", name))
    subscription = client.read_subscription_to_stream("group", name)
    seen = []
    timer = threading.Timer(20, subscription.stop)
    timer.start()
    for delivered in subscription:
        seen.append((delivered.type, delivered.retry_count))
        if delivered.type == "T1" and not delivered.retry_count:
            subscription.nack(delivered, action="retry")
        elif delivered.type == "T2":
            subscription.nack(delivered, action="park")
        else:
            subscription.ack(delivered)
        if len(seen) == 5:
            break
    timer.cancel()
    subscription.stop()
    equal(sorted((t, r or 0) for t, r in seen), [("T0", 0), ("T1", 0), ("T1", 1), ("T2", 0), ("T3", 0)])
    info = client.get_subscription_info("group", name)
    equal((info.group_name, info.event_source), ("group", name))
    equal([i.group_name for i in client.list_subscriptions_to_stream(name)], ["group"])
    client.delete_subscription("group", name)
    raises(NotFoundError, lambda: client.get_subscription_info("group", name))


def main():
    failed = 0
    for function in CHECKS:
        title = function.__name__.replace("_", " ")
        try:
            function()
            print(f"ok     python: {title}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED python: {title}\n{traceback.format_exc()}", flush=True)
    client.close()
    print(f"python: {len(CHECKS) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


sys.exit(main())
