"""Reads a body with Python's protobuf, as a user of the official SDK would; prints milliseconds a round as JSON.

Arguments: the file's descriptor (google.protobuf.FileDescriptorProto), the body, the number of rounds.
"""

import json
import struct
import sys
import time

from google.protobuf import __version__, descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.internal import api_implementation

descriptor_file, body_file, rounds = sys.argv[1:]
pool = descriptor_pool.DescriptorPool()
with open(descriptor_file, "rb") as file:
    pool.Add(descriptor_pb2.FileDescriptorProto.FromString(file.read()))
Message = message_factory.GetMessageClass(pool.FindMessageTypeByName("CompactDatapointsDto"))
with open(body_file, "rb") as file:
    body = file.read()


def lists(message):
    values = message.data[0].values
    return (
        [cell.int64 for cell in values[0::3]],
        [cell.double for cell in values[1::3]],
        [cell.uint32 for cell in values[2::3]],
    )


parse, parse_and_lists = [], []
for _ in range(int(rounds) + 1):
    start = time.perf_counter()
    message = Message.FromString(body)
    parsed = time.perf_counter()
    columns = lists(message)
    end = time.perf_counter()
    parse.append((parsed - start) * 1000)
    parse_and_lists.append((end - start) * 1000)

# The columns as bytes, for the check that they hold the same points.
times, values, statuses = columns
sys.stdout.write(
    json.dumps(
        {
            "version": f"{__version__} ({api_implementation.Type()})",
            "parse": parse[1:],
            "parseAndLists": parse_and_lists[1:],
            "time": struct.pack(f"<{len(times)}q", *times).hex(),
            "value": struct.pack(f"<{len(values)}d", *values).hex(),
            "status": struct.pack(f"<{len(statuses)}I", *statuses).hex(),
        }
    )
)
