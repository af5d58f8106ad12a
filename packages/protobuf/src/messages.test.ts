import type { DescMessage } from "@bufbuild/protobuf";
import { fromBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import type { DescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { CompactDatapointsDtoSchema, file_timeseries } from "./messages.ts";

// The descriptor that the service's Python SDK ships: examples/timeseries.protoset of
// github.com/equinor/omnia-timeseries-python, 426 bytes.
const protoset = `
0aa7030a1074696d657365726965732e70726f746f22700a14436f6d7061637444617461706f696e747344746f122a0a046461746118012003280b
32162e436f6d7061637444617461706f696e74734974656d520464617461122c0a11636f6e74696e756174696f6e546f6b656e1802200128095211
636f6e74696e756174696f6e546f6b656e228f010a15436f6d7061637444617461706f696e74734974656d120e0a02696418012001280952026964
121e0a0a746f74616c436f756e74180220012804520a746f74616c436f756e7412160a066669656c647318032003280952066669656c6473122e0a
0676616c75657318042003280b32162e436f6d7061637444617461506f696e7456616c7565520676616c7565732286010a15436f6d706163744461
7461506f696e7456616c756512160a05696e74363418012001280348005205696e74363412180a06646f75626c6518022001280148005206646f75
626c6512180a0675696e74333218032001280d4800520675696e74333212180a0675696e7436341804200128044800520675696e74363442070a05
76616c7565620670726f746f33`.replaceAll(/\s/g, "");

/** Written down by hand from the wiki page "ProtoBuf" of github.com/equinor/OmniaPlant. */
const fromTheWiki = [
  {
    name: "CompactDatapointsDto",
    oneofs: [],
    fields: [
      "repeated .CompactDatapointsItem data = 1 json data",
      "optional string continuationToken = 2 json continuationToken",
    ],
  },
  {
    name: "CompactDatapointsItem",
    oneofs: [],
    fields: [
      "optional string id = 1 json id",
      "optional uint64 totalCount = 2 json totalCount",
      "repeated string fields = 3 json fields",
      "repeated .CompactDataPointValue values = 4 json values",
    ],
  },
  {
    name: "CompactDataPointValue",
    oneofs: ["value"],
    fields: [
      "optional int64 int64 = 1 json int64 in value",
      "optional double double = 2 json double in value",
      "optional uint32 uint32 = 3 json uint32 in value",
      "optional uint64 uint64 = 4 json uint64 in value",
    ],
  },
];

function describeMessage(message: DescriptorProto) {
  const fields = message.field.map((field) => {
    const type = field.type === Type.MESSAGE ? field.typeName : Type[field.type].toLowerCase();
    const isInOneof = Object.hasOwn(field, "oneofIndex");
    const oneof = isInOneof ? ` in ${message.oneofDecl[field.oneofIndex]!.name}` : "";
    return `${Label[field.label].toLowerCase()} ${type} ${field.name} = ${field.number} json ${field.jsonName}${oneof}`;
  });
  return { name: message.name, oneofs: message.oneofDecl.map(({ name }) => name), fields };
}

function describeFile({
  name,
  package: packageName,
  syntax,
  messageType,
  enumType,
  extension,
  service,
}: FileDescriptorProto) {
  const others = enumType.length + extension.length + service.length;
  return { name, packageName, syntax, messages: messageType.map(describeMessage), others };
}

const expected = { name: "timeseries.proto", packageName: "", syntax: "proto3", messages: fromTheWiki, others: 0 };

test("the generated descriptor is the one of the wiki", () => {
  expect(describeFile(file_timeseries.proto)).toEqual(expected);
});

test("the descriptor of the service's Python SDK is the one of the wiki", () => {
  const bytes = Uint8Array.from(protoset.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  expect(bytes).toHaveLength(426);
  const { file } = fromBinary(FileDescriptorSetSchema, bytes);
  expect(file.map(describeFile)).toEqual([expected]);
});

test("messages read their fields by these names", () => {
  const names = (message: DescMessage): string[] => message.fields.map(({ localName }) => localName);
  expect(file_timeseries.messages.map(names)).toEqual([
    ["data", "continuationToken"],
    ["id", "totalCount", "fields", "values"],
    ["int64", "double", "uint32", "uint64"],
  ]);
  expect(CompactDatapointsDtoSchema.typeName).toBe("CompactDatapointsDto");
});
