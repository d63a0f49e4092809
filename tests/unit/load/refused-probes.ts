// Recorded scripts in the async style that the engine refuses, each with its reason. All others must be exact.
export const REFUSED_PROBES: Readonly<Record<string, string>> = {
  'auth.async': 'digest authentication: nothing of this project asks for it',
  'clicklink.async': 'response.clickLink() blocks and needs an HTML parser',
  'submitform.async': 'response.submitForm() blocks and needs an HTML parser',
  'html.async': "response.html() is k6's own copy of jQuery",
  'methods.async': 'http[method]() blocks, and which one it is shows only when it runs',
  'f-outcsv.async': '--out csv: json is there',
  'flag__http_debug.async': '--http-debug prints raw messages, which undici does not hand over',
};
