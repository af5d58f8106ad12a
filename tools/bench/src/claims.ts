import type { Claim } from "./claim.ts";

/** All claims, in the order in which they are proved. Loaded when needed: each process proves one. */
export const claims: Readonly<Record<string, () => Promise<Claim>>> = {
  "decode-protobuf": async () => (await import("./claims/decode-protobuf.ts")).decodeProtobuf,
  "decode-json": async () => (await import("./claims/decode-json.ts")).decodeJson,
  "encode-protobuf": async () => (await import("./claims/encode-protobuf.ts")).encodeProtobuf,
  "encode-json": async () => (await import("./claims/encode-json.ts")).encodeJson,
  memory: async () => (await import("./claims/memory.ts")).memory,
  "end-to-end": async () => (await import("./claims/end-to-end.ts")).endToEnd,
  bulk: async () => (await import("./claims/bulk.ts")).bulk,
  growth: async () => (await import("./claims/growth.ts")).growth,
  "mock-server": async () => (await import("./claims/mock-server.ts")).mockServer,
  "import-cost": async () => (await import("./claims/import-cost.ts")).importCost,
  "decoder-size": async () => (await import("./claims/decoder-size.ts")).decoderSize,
  python: async () => (await import("./claims/python.ts")).python,
  links: async () => (await import("./claims/links.ts")).links,
};
