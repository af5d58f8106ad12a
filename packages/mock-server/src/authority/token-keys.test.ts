import { calculateJwkThumbprint } from "jose";
import { expect, test } from "vitest";
import { getTokenKeys, tokenAlgorithms } from "./token-keys.ts";

test.each(tokenAlgorithms)("one pair of %s keys for all who ask, also at once", async (algorithm) => {
  const [one, two] = await Promise.all([getTokenKeys(algorithm), getTokenKeys(algorithm)]);
  expect(one).toBe(two);
});

test("the published halves are an RSA-2048 and a P-256 key, named by their thumbprints, without private numbers", async () => {
  const [{ jwk: rsa }, { jwk: ec }] = await Promise.all([getTokenKeys("RS256"), getTokenKeys("ES256")]);
  expect(Object.keys(rsa).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  expect(Buffer.from(rsa.n!, "base64url")).toHaveLength(256);
  expect(await calculateJwkThumbprint(rsa)).toBe(rsa.kid);
  expect(Object.keys(ec).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
  expect(ec.crv).toBe("P-256");
  expect(await calculateJwkThumbprint(ec)).toBe(ec.kid);
});
