/** The synthetic account that signed-in checks use. Both parts are secrets. */
export type Account = { email: string; password: string };
