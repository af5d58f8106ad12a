// What of a corrupt body can be told. Neither format has a check sum: a byte that changes inside a number makes
// another number, and only TLS sees it. A body that turns into nonsense from some byte on is always found out.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFakeClient, errorOf, formatCases } from "../fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const row = fc.record({
  time: fc.bigInt({ min: 0n, max: 2n ** 62n / 100n }).map((ticks) => ticks * 100n),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  status: fc.constantFrom(0, 192, 2 ** 31 - 1),
});

describe.each(formatCases)("$format.name", ({ format, body }) => {
  // 0xff is what the mock server's faults write: in no UTF-8, and as a varint without an end.
  test.each([0xff, 0x00])("nonsense of %i from any byte on gives no points", async (nonsense) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.option(fc.constant("token"), { nil: undefined }),
        fc.nat(),
        async (rows, token, at) => {
          const bytes = new Uint8Array(Buffer.from(body([{ id, rows, totalCount: rows.length }], token)));
          // A status or a token at the very end may become another one, as any single number may.
          const middle = at % (bytes.length >> 1);
          const answers = [bytes.slice().fill(nonsense, middle)];
          const { client } = createFakeClient(answers, { format, retry: { tries: 1 } });
          expect(["decode", "incomplete"]).toContain((await errorOf(client.getDatapoints({ id }))).code);
        },
      ),
    );
  });
});
