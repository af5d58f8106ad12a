// MSAL for Python, the library under the official Python SDK, where python3 has it.
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const found = spawnSync("python3", ["-c", "import msal; print(msal.__version__)"], { encoding: "utf8" });

/** Its version, or nothing where it is not installed. */
export const msalVersions: readonly string[] = found.status === 0 ? [found.stdout.trim()] : [];

/** Prints what each sign-in gives: the status that the API answers, or the codes of the refusal. */
const program = `
import json, sys
import msal, requests
given = json.loads(sys.stdin.readline())
common = {"authority": given["authority"] + "/" + given["tenantId"], "instance_discovery": False}

def app(client_id, credential):
    return msal.ConfidentialClientApplication(client_id, client_credential=credential, **common)

def use(result):
    if "access_token" not in result:
        return result["error_codes"]
    headers = {"Authorization": "Bearer " + result["access_token"]}
    answer = requests.get(given["url"] + "/plant/timeseries/v1.7/", headers=headers)
    return answer.status_code

scopes = [given["scope"]]
secret = app(given["clientId"], given["clientSecret"])
certificate = {"private_key": given["key"], "thumbprint": given["thumbprint"]}
public = msal.PublicClientApplication(given["publicClient"], **common)
flow = public.initiate_device_flow(scopes=scopes)
requests.get(flow["verification_uri"], params={"user_code": flow["user_code"]})
by_device = public.acquire_token_by_device_flow(flow)
account = public.get_accounts()[0]
print(json.dumps({
    "secret": use(secret.acquire_token_for_client(scopes)),
    "wrong": use(app(given["clientId"], "wrong").acquire_token_for_client(scopes)),
    "certificate": use(app(given["certified"], certificate).acquire_token_for_client(scopes)),
    "behalf": use(secret.acquire_token_on_behalf_of(given["assertion"], scopes)),
    "device": use(by_device),
    "silent": use(public.acquire_token_silent_with_error(scopes, account, force_refresh=True)),
}))
`;

/** What the program prints. @param caPath of what it must trust */
export async function runMsal(given: Readonly<Record<string, string>>, caPath: string): Promise<unknown> {
  const env = { ...process.env, REQUESTS_CA_BUNDLE: caPath };
  const running = promisify(execFile)("python3", ["-c", program], { env });
  running.child.stdin!.end(`${JSON.stringify(given)}\n`);
  return JSON.parse((await running).stdout);
}
