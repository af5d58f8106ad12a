import type { EnvironmentName, TokenCredential } from "@omnia-timeseries/core";
import { clientCertificate } from "./client-certificate.ts";
import { clientSecret } from "./client-secret.ts";
import { CredentialError } from "./credential-error.ts";
import { defaultCredentials } from "./default-credentials.ts";
import { managedIdentity } from "./managed-identity.ts";
import { type EnvironmentVariables, processEnvironment } from "./runtime.ts";
import { workloadIdentity } from "./workload-identity.ts";

const environmentNames: readonly EnvironmentName[] = ["dev", "test", "prod"];

/** The flows that variables can choose, by the names of their functions. */
export type EnvironmentFlow =
  | "clientSecret"
  | "clientCertificate"
  | "workloadIdentity"
  | "managedIdentity"
  | "defaultCredentials";

/** What `createTimeseriesClient` needs, and how it came about. */
export interface EnvironmentSettings {
  readonly environment: EnvironmentName;
  readonly credential: TokenCredential;
  readonly baseUrl?: string;
  /** The flow of `credential`. */
  readonly flow: EnvironmentFlow;
  /** Why that flow, and why none of the others; no values, only names of variables. */
  readonly reasons: Readonly<Record<EnvironmentFlow, string>>;
}

interface Rule {
  readonly flow: EnvironmentFlow;
  /** The variables that choose the flow, when all are set. */
  readonly chosenBy: readonly string[];
  /** Those that must be set then. */
  readonly needs: readonly string[];
  readonly create: (value: (name: string) => string | undefined) => TokenCredential;
}

const app = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"];

/** The first whose variables are set is taken; the order is that of `DefaultAzureCredential` of `@azure/identity`. */
const rules: readonly Rule[] = [
  {
    flow: "clientSecret",
    chosenBy: ["AZURE_CLIENT_SECRET"],
    needs: app,
    create: (value) => clientSecret({ ...shared(value), secret: value("AZURE_CLIENT_SECRET") }),
  },
  {
    flow: "clientCertificate",
    chosenBy: ["AZURE_CLIENT_CERTIFICATE_PATH"],
    needs: app,
    create: (value) =>
      clientCertificate({
        ...shared(value),
        certificatePath: value("AZURE_CLIENT_CERTIFICATE_PATH"),
        certificatePassword: value("AZURE_CLIENT_CERTIFICATE_PASSWORD") ?? "",
      }),
  },
  {
    flow: "workloadIdentity",
    chosenBy: ["AZURE_FEDERATED_TOKEN_FILE"],
    needs: app,
    create: (value) => workloadIdentity({ ...shared(value), tokenFilePath: value("AZURE_FEDERATED_TOKEN_FILE") }),
  },
  {
    flow: "managedIdentity",
    // As App Service, Functions and Container Apps set them; a machine of Azure Arc has only the first.
    chosenBy: ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"],
    needs: [],
    create: (value) => managedIdentity({ clientId: value("AZURE_CLIENT_ID") }),
  },
  { flow: "defaultCredentials", chosenBy: [], needs: [], create: (value) => defaultCredentials(shared(value)) },
];

function shared(value: (name: string) => string | undefined) {
  return {
    tenantId: value("AZURE_TENANT_ID"),
    clientId: value("AZURE_CLIENT_ID"),
    authorityHost: value("AZURE_AUTHORITY_HOST"),
  };
}

/**
 * Reads the settings of a client from environment variables: `OMNIA_ENVIRONMENT`, `OMNIA_BASE_URL`, and the
 * `AZURE_*` ones. The flow is the first of these whose variable is set: {@link clientSecret}
 * (`AZURE_CLIENT_SECRET`), {@link clientCertificate} (`AZURE_CLIENT_CERTIFICATE_PATH`), {@link workloadIdentity}
 * (`AZURE_FEDERATED_TOKEN_FILE`), {@link managedIdentity} (`IDENTITY_ENDPOINT` and `IDENTITY_HEADER`); else
 * {@link defaultCredentials}. Its errors say which one it took, and why.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ ...fromEnvironment(), format: protobuf });
 * ```
 * @throws CredentialError `invalid-argument` when a variable is missing or wrong, `credential` in a browser
 */
export function fromEnvironment(environment: EnvironmentVariables = processEnvironment()): EnvironmentSettings {
  const name = environmentNames.find((one) => one === environment["OMNIA_ENVIRONMENT"]);
  if (name === undefined) {
    const given = environment["OMNIA_ENVIRONMENT"];
    throw new CredentialError(
      "invalid-argument",
      `OMNIA_ENVIRONMENT must be ${environmentNames.join(", ")}; it is ${given === undefined ? "not set" : JSON.stringify(given)}.`,
    );
  }
  const value = (variable: string) => environment[variable] || undefined;
  const isSet = (variable: string) => value(variable) !== undefined;
  const taken = rules.find(({ chosenBy }) => chosenBy.every(isSet))!;
  const reasons = Object.fromEntries(rules.map((rule) => [rule.flow, explain(rule, taken, isSet)])) as Record<
    EnvironmentFlow,
    string
  >;
  const missing = taken.needs.filter((variable) => !isSet(variable));
  if (missing.length > 0) {
    throw new CredentialError(
      "invalid-argument",
      `fromEnvironment() takes ${taken.flow}: ${reasons[taken.flow]}, but not ${missing.join(" and ")}. Set what is missing, or unset ${taken.chosenBy.join(" and ")}.`,
    );
  }
  const baseUrl = value("OMNIA_BASE_URL");
  return {
    environment: name,
    credential: explainFailures(taken.create(value), `fromEnvironment() took ${taken.flow}: ${reasons[taken.flow]}.`),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    flow: taken.flow,
    reasons,
  };
}

function explain(rule: Rule, taken: Rule, isSet: (variable: string) => boolean): string {
  const names = rule.chosenBy.join(" and ");
  const verb = rule.chosenBy.length > 1 ? "are" : "is";
  if (rule !== taken) {
    const missing = rule.chosenBy.filter((variable) => !isSet(variable));
    if (missing.length > 0) return `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set`;
    return `${taken.flow} comes first`;
  }
  if (rule.chosenBy.length > 0) return `${names} ${verb} set`;
  const others = rules.flatMap(({ chosenBy }) => (chosenBy.length > 0 ? [chosenBy.join(" with ")] : []));
  return `none of ${others.join(", ")} is set`;
}

/** Who reads only the log must see why it was this flow. */
function explainFailures(credential: TokenCredential, why: string): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (!(error instanceof CredentialError) || error.code !== "credential") throw error;
        const { cause, isRetryable } = error;
        throw new CredentialError("credential", `${error.message}\n${why}`, { cause, isRetryable });
      }
    },
  };
}
