import { calculateJwkThumbprint } from "jose";
import { expect, test } from "vitest";
import { getTokenKeys } from "./token-keys.ts";

test("one pair of keys for all who ask, also at once", async () => {
  const [one, two] = await Promise.all([getTokenKeys(), getTokenKeys()]);
  expect(one).toBe(two);
});

test("the published half is an RSA-2048 key, named by its thumbprint, without the private numbers", async () => {
  const { jwk } = await getTokenKeys();
  expect(Object.keys(jwk).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  expect(Buffer.from(jwk.n!, "base64url")).toHaveLength(256);
  expect(await calculateJwkThumbprint(jwk)).toBe(jwk.kid);
});
