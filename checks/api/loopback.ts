/** A target on this machine: what would not be polite elsewhere may be done to it. */
export const isHere = (target: URL): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(target.hostname) || target.hostname.endsWith('.localhost');
