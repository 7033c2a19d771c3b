/** Where a text may compare a secret, told before anything is parsed: a name that says so, beside the operator. */
const names = '(?:token|secret|passw(?:or)?d|pwd|signature|sig|hmac|digest|api_?key|otp|authorization|credentials?)';

export const comparing = `${names}[\\w$]{0,20}['"]?[\\])]{0,4}(?:\\([^()\\n]{0,40}\\))?\\s{0,20}[!=]==?|[!=]==?\\s{0,20}[\\w.$\\[\\]'"()-]{0,80}?${names}`;
