// A browser without scripts: reads the form of a page, and sends it.

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

export function unescapeHtml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => entities[name]!);
}

/** The attributes of every tag of a name. */
export function findTags(html: string, name: string): readonly Readonly<Record<string, string>>[] {
  return Array.from(html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, "g")), ([, attributes = ""]) =>
    Object.fromEntries(
      Array.from(attributes.matchAll(/([\w-]+)="([^"]*)"/g), ([, key = "", value = ""]) => [key, unescapeHtml(value)]),
    ),
  );
}

/** The request that a press of a button, where one is named, sends. */
export function submitForm(html: string, url: string, button?: readonly [name: string, value: string]): Request {
  const [form] = findTags(html, "form");
  const body = new URLSearchParams(findTags(html, "input").map(({ name = "", value = "" }) => [name, value]));
  const pressed = findTags(html, "button").find(({ name, value }) => name === button?.[0] && value === button?.[1]);
  if (form === undefined || pressed === undefined) throw new Error(`No such form or button: ${html}`);
  if (button !== undefined) body.append(...button);
  return new Request(new URL(form["action"]!, url), { method: "POST", body });
}

/**
 * Presses a button of the sign-in page, where there is one, and brings the answer to the program that waits for it at a
 * port.
 */
export async function press(url: string, button?: readonly [name: string, value: string]): Promise<void> {
  const page = await fetch(url);
  const answered = button === undefined ? page : await fetch(submitForm(await page.text(), url, button));
  const received = await fetch(submitForm(await answered.text(), answered.url));
  await received.text();
}
