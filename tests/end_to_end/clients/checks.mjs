// Run checks one after the other; print each as a line of JSON.

export const [url, key, blog, discardingKey] = process.argv.slice(2);
export const wrongKey = "fedcba987654";
export const text = "Thank you, the part about backoff answered my question.";
// What is submitted is known again: no other check may have the same text.
export const submitted = "This text is called spam in a script, and then ham.";

// A check is what a call should give, and the call.
export async function run(checks) {
  for (const [name, [expected, call]] of Object.entries(checks)) {
    const found = await outcome(call);
    const ok = found === expected;
    const detail = ok ? "" : `expected ${expected}, found ${found}`;
    console.log(JSON.stringify({ name, ok, detail }));
  }
}

// What a call gives; its error is "error: " and the message.
async function outcome(call) {
  try {
    return await call();
  } catch (error) {
    return `error: ${error.message}`;
  }
}

export async function isQuick(call) {
  const begun = performance.now();
  for (let turn = 0; turn < 5; turn++) await call();
  return (performance.now() - begun) / 5 < 1000;
}
