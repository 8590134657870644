// Calls of the shop's own server. JSON only: no other site's form can send that.
export async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : {'Content-Type': 'application/json'},
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  if (!answer.ok) {
    const failure = new Error(method + ' ' + path + ': ' + answer.status);
    failure.status = answer.status;
    throw failure;
  }
  return answer.status === 204 ? null : answer.json();
}

/** An element with a class and text; text is never markup. */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined && text !== null) {
    made.textContent = text;
  }
  return made;
}
