/* A form to the server, with the token of now: a log-in in another window changes it. */
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

export const post = (address, pairs = [], options = {}) =>
  fetch(address, {
    method: "POST", body: new URLSearchParams(pairs), redirect: "manual",
    headers: { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" }, ...options,
  });
