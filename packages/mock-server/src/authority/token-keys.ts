import { calculateJwkThumbprint } from "jose/jwk/thumbprint";
import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import type { JWK } from "jose";

/** How tokens are signed: RS256 what goes over the wire, as in Entra; ES256 what does not, for its keys are made at once. */
export const tokenAlgorithms = ["RS256", "ES256"] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

/** A key pair that signs the mock's tokens; `jwk` is its public half, as the key endpoint publishes it. */
export interface TokenKeys {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** RFC 7517, with `kid`, `use` and `alg`. */
  readonly jwk: JWK & { readonly kid: string };
}

const keys = new Map<TokenAlgorithm, Promise<TokenKeys>>();

/** Made when first asked for, then kept: an RSA-2048 key costs up to a fifth of a second. */
export function getTokenKeys(algorithm: TokenAlgorithm): Promise<TokenKeys> {
  const known = keys.get(algorithm) ?? generateTokenKeys(algorithm);
  keys.set(algorithm, known);
  return known;
}

/** The key that a token's header asks for, where its algorithm is one of ours. */
export async function findTokenKey({ alg }: { readonly alg?: string | undefined }): Promise<CryptoKey> {
  return (await getTokenKeys(alg === "ES256" ? "ES256" : "RS256")).publicKey;
}

async function generateTokenKeys(algorithm: TokenAlgorithm): Promise<TokenKeys> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const jwk = await exportJWK(publicKey);
  // The thumbprint (RFC 7638) names the key by what it is, so two processes never share a name.
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, publicKey, jwk: { ...jwk, kid, use: "sig", alg: algorithm } };
}
