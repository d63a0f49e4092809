// Scripts that the engine refuses, by the reason. All others of the async style, and our own, must be exact.
const REASONS: Readonly<Record<string, readonly string[]>> = {
  'digest authentication: nothing of this project asks for it': ['auth.async'],
  'response.clickLink(), submitForm() and html() block, or need an HTML parser of k6': [
    'clicklink.async',
    'submitform.async',
    'html.async',
  ],
  'http[method]() blocks, and which one it is shows only when it runs': ['methods.async'],
  'raw messages (--http-debug) are not handed over by undici': ['flag__http_debug.async'],
  'samples one by one (--out): the summary has what this project reads': [
    'f-outcsv.async',
    'flag__outjson.async',
    'flag__outjson_o_json.async',
    'flag__outjson_o_json_gz.async',
  ],
  'selectors of response.json(): the script can read and compute with response.json()': [
    'json-selector.async',
    'page-res-json-selector',
    'page-res-json-path',
  ],
  "cookies of the script's own: a Cookie header sends them, and those of the site are kept and sent": [
    'cookies-basic.async',
    'cookies-jar.async',
    'page-param-cookies',
    'page-cookie-replace',
    'page-jar-set-and-get',
    'page-jar-clear',
    'page-jar-delete',
    'page-jar-own',
    'page-jar-path',
  ],
  'response callbacks and http.url: tags and the script say what is expected, and what an address is called': [
    'expected-statuses.async',
    'page-url-template',
  ],
  'exceptions of failed requests (throw): the script can look at error_code': [
    'throw-option.async',
    'flag__throw.async',
    'page-promise-all-settled',
  ],
  'a new connection for each request or iteration: visitors keep theirs': [
    'noconnreuse.async',
    'novuconnreuse.async',
    'flag__no_connection_reuse.async',
    'flag__no_vu_connection_reuse.async',
  ],
  'other system tags than those of k6 by default': ['x-systemTags.async', 'flag__system_tagsstatus.async'],
  'response.request, ocsp and tls_cipher_suite: no script of this project reads them': [
    'redirect-methods.async',
    'res-shape.async',
    'tls.async',
  ],
  'bodies that are no text (binary answers and files, forms)': [
    'responseType.async',
    'page-param-response-type',
    'page-open-binary',
    'page-post-form',
  ],
  'a user name in an address: an Authorization header says it, and masks itself': [
    'redirect-headers.async',
    'page-param-auth-basic',
  ],
  'files in forms, and compressed requests: this project sends neither': [
    'multipart.async',
    'compression.async',
    'page-file',
    'page-param-compression',
  ],
  'where a name leads and from which address to ask: the operating system decides': [
    'opt-hosts.async',
    'opt-dns.async',
    'flag__dnsttl_1m.async',
    'opt-blacklist.async',
    'opt-blockhost.async',
    'flag__blacklist_ip10_0_0_0_8.async',
    'flag__block_hostnamesa_test.async',
    'flag__local_ips127_0_0_1.async',
  ],
  'a rate of requests or a least time of an iteration: an arrival rate or a pause says it': [
    'opt-rps.async',
    'flag__rps5.async',
    'flag__min_iteration_duration10ms.async',
  ],
  'where and how the engine logs, and how k6 prepares a script or prints': [
    'flag__log_outputnone.async',
    'flag__log_formatjson.async',
    'flag__console_outputco_txt.async',
    'flag__summary_modefull.async',
    'flag__compatibility_modebase.async',
  ],
  'a file of options (--config): flags, variables and the script say them': ['flag__configc_json.async'],
};

/** By the script's id: why. */
export const REFUSED_PROBES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(REASONS).flatMap(([reason, ids]) => ids.map((id) => [id, reason])),
);
