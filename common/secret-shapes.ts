// Secrets recognised by their format: sessions, tokens, webhook addresses. A run opens sessions whose values it does not
// know, and the site's sessions are valid for 400 days. Every repetition has an upper bound, because the text comes from a site: an
// unbounded search could run to the end from each of two million characters.

const SECRET_NAME = '(?:auth|sess|token|jwt|bypass|secret|passw|api[-_]?key)';

/** `$1` stays, `$2` goes. */
export const SHAPES: readonly RegExp[] = [
  // A cookie or a header in traces and HAR files.
  new RegExp(`("name":"[^"]{0,80}?${SECRET_NAME}[^"]{0,80}","value":")([^"]+)`, 'gi'),
  new RegExp(`(${SECRET_NAME}[\\w.-]{0,60}=)([\\w.%+/=~-]{16,})`, 'gi'),
  /("(?:access|refresh|id)_token\\{0,8}": ?\\{0,8}")([^"\\]{8,})/gi,
  /(\b(?:proxy-)?authorization\\{0,8}["']?\s{0,8}[:=]\s{0,8}\\{0,8}["']?(?:bearer|basic|token)\s{1,8})([^\s"'\\,;]{4,})/gi,
  /(\bx-vercel-protection-bypass\\{0,8}["']?\s{0,8}[:=]\s{0,8}\\{0,8}["']?)([^\s"'\\&,;]{4,})/gi,
  // Supabase's session in a cookie; a JSON Web Token anywhere.
  /(\bbase64-)(eyJ[\w-]{16,})/g,
  /()(eyJ[\w-]{8,250}\.eyJ[\w-]{8,8000}\.[\w-]{8,})/g,
  /(\b)((?:gh[pousr]_|github_pat_|sk_(?:live|test)_|xox[abeprs]-|glpat-|sbp_)[\w-]{12,})/g,
  // The path of a webhook address is a secret.
  /(https?:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/)([^\s"'<>)\\]+)/gi,
  /(https?:\/\/(?:[\w-]{1,63}\.)?discord(?:app)?\.com\/api\/webhooks\/)([^\s"'<>)\\]+)/gi,
  /(https?:\/\/[\w.-]{1,120}\.webhook\.office\.com\/)([^\s"'<>)\\]+)/gi,
  /(https?:\/\/api\.telegram\.org\/bot)([^\s"'<>)\\/]+)/gi,
  // A password in a URL.
  /(:\/\/[^\s/:@"'<>]{1,200}:)([^\s/@"'<>]{1,200})(?=@)/gi,
];
