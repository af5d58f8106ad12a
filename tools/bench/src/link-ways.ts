/** How a page can travel. */
export const linkFormats = ["json", "protobuf"] as const;
export type LinkFormat = (typeof linkFormats)[number];

/** `gzip, ready` was compressed before it was asked for; `gzip` is compressed while it is sent. */
export const linkEncodings = ["identity", "gzip", "gzip, ready"] as const;
export type LinkEncoding = (typeof linkEncodings)[number];
