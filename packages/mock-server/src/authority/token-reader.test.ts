import { errors, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { signToken } from "./access-tokens.ts";
import { createTokenReader } from "./token-reader.ts";

describe("createTokenReader", () => {
  test("gives what a token says, also again, and also when many came between", async () => {
    const read = createTokenReader();
    const token = await signToken({ oid: "a" });
    expect(await read(token)).toEqual({ oid: "a" });
    expect(await read(token)).toEqual({ oid: "a" });
    const others = await Promise.all(Array.from({ length: 1001 }, (_, i) => signToken({ oid: String(i) })));
    const claims = await Promise.all(others.map((other) => read(other)));
    expect(claims.map(({ oid }) => oid)).toEqual(others.map((_, i) => String(i)));
    expect(await read(token)).toEqual({ oid: "a" });
  });

  test("takes no token for another one that it knows", async () => {
    const read = createTokenReader();
    const token = await signToken({ oid: "a" });
    await read(token);
    const [header, payload, signature] = token.split(".");
    const changed = Buffer.from('{"oid":"b"}').toString("base64url");
    await expect(read(`${header}.${changed}.${signature}`)).rejects.toBeInstanceOf(errors.JOSEError);
    await expect(read(`${header}.${payload}.`)).rejects.toBeInstanceOf(errors.JOSEError);
    const { privateKey } = await generateKeyPair("RS256");
    const foreign = await new SignJWT({ oid: "a" }).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
    await expect(read(foreign)).rejects.toBeInstanceOf(errors.JOSEError);
  });
});
