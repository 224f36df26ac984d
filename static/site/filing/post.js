/* A form to the server, with the token of now (a log-in in another window changes it) and the person whose page this
   is: what one person typed is not saved under the name of another who has logged in meanwhile. */
import { form } from "./fields.js";

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

export const post = (address, pairs = [], options = {}) =>
  fetch(address, {
    method: "POST", body: new URLSearchParams([...pairs, ["person", form.dataset.person ?? ""]]), redirect: "manual",
    headers: { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" }, ...options,
  });
