import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";

/** The key pair that signs the mock's tokens; `jwk` is its public half, as the key endpoint publishes it. */
export interface TokenKeys {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** RFC 7517, with `kid`, `use` and `alg`. */
  readonly jwk: JWK & { readonly kid: string };
}

let keys: Promise<TokenKeys> | undefined;

/** Made when first asked for, then kept: an RSA-2048 key costs tens of milliseconds. */
export function getTokenKeys(): Promise<TokenKeys> {
  keys ??= generateTokenKeys();
  return keys;
}

async function generateTokenKeys(): Promise<TokenKeys> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = await exportJWK(publicKey);
  // The thumbprint (RFC 7638) names the key by what it is, so two processes never share a name.
  return { privateKey, publicKey, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), use: "sig", alg: "RS256" } };
}
