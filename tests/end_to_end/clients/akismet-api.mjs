// akismet-api puts the key in the host name, so KEY.localhost has to lead to us.

import dns from "node:dns";
import { blog, isQuick, key, run, submitted, text, url, wrongKey } from "./checks.mjs";

const lookup = dns.lookup;
dns.lookup = (name, options, callback) => {
  if (!name.endsWith("localhost")) return lookup(name, options, callback);
  const found = { address: "127.0.0.1", family: 4 };
  if (typeof options === "function") return options(null, found.address, 4);
  if (options.all) return callback(null, [found]);
  return callback(null, found.address, found.family);
};

const { AkismetClient } = await import("akismet-api");
const host = `localhost:${new URL(url).port}`;
const make = (withKey) =>
  new AkismetClient({ key: withKey, blog, host, protocol: "http", charset: "UTF-8" });

const client = make(key);
const stranger = make(wrongKey);
const good = {
  ip: "192.0.2.7",
  useragent: "Browser/1",
  referer: "https://search.example/",
  name: "Ann Example",
  email: "ann@example.org",
  content: text,
  type: "comment",
  date: new Date().toISOString(),
  permalink: `${blog}/post`,
};
const check = (more) => client.checkSpam({ ...good, ...more });
const marker = "akismet-guaranteed-spam";

await run({
  "a key is verified": [true, () => client.verifyKey()],
  "a wrong key is not verified": [false, () => stranger.verifyKey()],
  "a key in capitals works": [false, () => make(key.toUpperCase()).checkSpam(good)],
  "a good comment is ham": [false, () => check({})],
  "the smallest comment is ham": [false, () => client.checkSpam({ ip: good.ip })],
  "a test author is spam": [true, () => check({ name: marker })],
  "a test address is spam": [true, () => check({ email: `${marker}@example.com` })],
  "a filled honeypot is spam": [true, () => check({ honeypot: "I am a bot" })],
  "an administrator is ham": [
    false,
    () => check({ name: marker, role: "administrator" }),
  ],
  "other scripts are ham": [false, () => check({ content: "ありがとう、助かりました。" })],
  "a wrong key rejects a check": [
    "error: Invalid API key",
    () => stranger.checkSpam(good),
  ],
  "spam can be submitted": [
    "Thanks for making the web a better place.",
    async () => (await client.submitSpam({ ...good, content: submitted })).text,
  ],
  "ham can be submitted": [
    "Thanks for making the web a better place.",
    async () => (await client.submitHam({ ...good, content: submitted })).text,
  ],
  "a check takes less than a second": [true, () => isQuick(() => check({}))],
});
