import fc from "fast-check";
import { expect, test } from "vitest";
import { createItemsReader } from "./items-reader.ts";

/** Pages of numbers; the token is the place of the next page. */
function readFrom(pages: readonly (readonly number[])[], asked: (string | undefined)[] = []) {
  return async (token: string | undefined) => {
    asked.push(token);
    const at = Number(token ?? 0);
    return { items: pages[at]!, continuationToken: at + 1 < pages.length ? String(at + 1) : undefined };
  };
}

const someList = fc.array(fc.array(fc.integer(), { maxLength: 4 }), { minLength: 1, maxLength: 6 });

test("gives every item once, in order, whatever the pages; empty ones are not the end", async () => {
  await fc.assert(
    fc.asyncProperty(someList, async (pages) => {
      const reader = createItemsReader(readFrom(pages));
      const found: number[] = [];
      for await (const item of reader) found.push(item);
      expect(found).toEqual(pages.flat());
      expect(await reader.all({ maxItems: found.length })).toEqual(found);
    }),
  );
});

test("goes on from the token of any page", async () => {
  await fc.assert(
    fc.asyncProperty(someList, fc.nat(5), async (pages, stop) => {
      const found: number[] = [];
      let token: string | undefined;
      let count = 0;
      for await (const page of createItemsReader(readFrom(pages)).pages()) {
        found.push(...page.items);
        token = page.continuationToken;
        if (count++ === stop) break;
      }
      if (token !== undefined) found.push(...(await createItemsReader(readFrom(pages), token).all({ maxItems: 100 })));
      expect(found).toEqual(pages.flat());
    }),
  );
});

test("asks for nothing before it is iterated, and for no page more than is used", async () => {
  const asked: (string | undefined)[] = [];
  const reader = createItemsReader(readFrom([[1], [2], [3]], asked));
  expect(asked).toEqual([]);
  for await (const item of reader) if (item === 2) break;
  expect(asked).toEqual([undefined, "1"]);
});

test("a token that comes twice is an error, not a loop", async () => {
  const reader = createItemsReader(async () => ({ items: [1], continuationToken: "again" }));
  await expect(reader.all({ maxItems: 100 })).rejects.toMatchObject({
    code: "decode",
    message: expect.stringContaining("token twice"),
  });
});

test("all() never cuts", async () => {
  await expect(createItemsReader(readFrom([[1, 2], [3]])).all({ maxItems: 2 })).rejects.toMatchObject({
    code: "incomplete",
    isRetryable: false,
    message: "The list holds 3 items or more, above maxItems 2. Raise maxItems, filter, or iterate.",
  });
});
