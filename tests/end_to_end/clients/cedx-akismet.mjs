// @cedx/akismet has an option for our address.

import { Author, AuthorRole, Blog, CheckResult, Client, Comment } from "@cedx/akismet";
import { blog, discardingKey, isQuick, key, run, submitted, text, url, wrongKey } from "./checks.mjs";

const site = new Blog({ url: blog, charset: "UTF-8", languages: ["en", "fr"] });
const client = new Client(key, site, { baseUrl: url });
const stranger = new Client(wrongKey, site, { baseUrl: url });
const discarding = new Client(discardingKey, site, { baseUrl: url });
const tester = new Client(key, site, { baseUrl: url, isTest: true });

const { ham, spam, pervasiveSpam } = CheckResult;
const marker = "akismet-guaranteed-spam";
const ann = { name: "Ann Example", email: "ann@example.org", ipAddress: "192.0.2.7" };
const comment = (author = {}, more = {}) =>
  new Comment({ author: new Author({ ...ann, ...author }), content: text, ...more });
const check = (author, more) => client.checkComment(comment(author, more));
const full = comment(
  { role: "subscriber", url: "https://ann.example", userAgent: "Browser/1" },
  {
    context: ["cooking", "travel"],
    date: new Date(),
    permalink: `${blog}/post`,
    postModified: new Date("2026-01-01"),
    recheckReason: "edit",
    referrer: "https://search.example",
    type: "forum-post",
  },
);
// Two markers in one comment; a site that discards hears it for such plain spam.
const plain = { name: marker, email: `${marker}@example.com` };
const smallest = new Comment({ author: new Author({ ipAddress: ann.ipAddress }) });

await run({
  "a key is verified": [true, () => client.verifyKey()],
  "a wrong key is not verified": [false, () => stranger.verifyKey()],
  "a good comment is ham": [ham, () => check()],
  "the smallest comment is ham": [ham, () => client.checkComment(smallest)],
  "a test author is spam": [spam, () => check({ name: marker })],
  "a test address is spam": [spam, () => check({ email: `${marker}@example.com` })],
  "an administrator is ham": [
    ham,
    () => check({ name: marker, role: AuthorRole.administrator }),
  ],
  "other scripts are ham": [ham, () => check({}, { content: "ありがとう、助かりました。" })],
  "every field is taken": [ham, () => tester.checkComment(full)],
  "plain spam of a discarding site is pervasive": [
    pervasiveSpam,
    () => discarding.checkComment(comment(plain, { content: "casino http://x.example" })),
  ],
  "a wrong key rejects a check": [
    "error: invalid-key",
    () => stranger.checkComment(comment()),
  ],
  "a wrong key rejects a submission": [
    "error: invalid-key",
    () => stranger.submitSpam(comment()),
  ],
  "a wrong key is told from spam": [
    "error: invalid-key",
    () => stranger.checkComment(comment({ name: marker })),
  ],
  "spam can be submitted": [undefined, () => client.submitSpam(comment({}, { content: submitted }))],
  "ham can be submitted": [undefined, () => client.submitHam(comment({}, { content: submitted }))],
  "a check takes less than a second": [true, () => isQuick(() => check())],
});
