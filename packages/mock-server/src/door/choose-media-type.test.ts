import { describe, expect, test } from "vitest";
import { chooseMediaType } from "./choose-media-type.ts";

const available = [
  "application/json",
  "application/x-protobuf",
  "application/protobuf",
  "application/x-google-protobuf",
];

describe("chooseMediaType", () => {
  test.each([
    [null, "application/json"],
    ["*/*", "application/json"],
    ["application/x-protobuf", "application/x-protobuf"],
    ["application/protobuf", "application/protobuf"],
    ["application/x-google-protobuf", "application/x-google-protobuf"],
    ["Application/X-Protobuf ; q=0.5", "application/x-protobuf"],
    ["application/json, application/x-protobuf", "application/json"],
    ["application/json;q=0.1, application/x-protobuf;q=0.9", "application/x-protobuf"],
    ["", "application/json"],
    ["application/*", "application/json"],
    ["application/x-protobuf;q=0", undefined],
    ["text/html", undefined],
    ["image/png, text/*;q=0.5", undefined],
    ["text/html, application/protobuf", "application/protobuf"],
  ])("%s: %s", (accept, expected) => {
    expect(chooseMediaType(accept, available)).toBe(expected);
  });
});
