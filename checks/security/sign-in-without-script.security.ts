// A visitor without JavaScript, or before scripts have loaded, posts the plain form. It must sign in by password and not lead elsewhere.
import { found, outage, type SecurityCheck } from './security-request.ts';
import { SIGN_IN_PATH, signInOnce } from './sign-in-form.ts';

export const signInWithoutScript: SecurityCheck = {
  id: 'security.sign-in-without-script',
  title: 'The sign-in form posted without scripts reaches the password sign-in, not another service',
  reddens: ['scriptless-sign-in'],
  runbook: 'R2 User Acceptance: verify login',
  find: async (ask, context) => {
    const signedIn = await signInOnce(ask, context);
    if (!signedIn.prepared) return [signedIn.why];
    const { answer, led, text } = signedIn.asItStands;
    const down = outage(`POST ${SIGN_IN_PATH} without scripts`, answer);
    if (down) return [down];
    return led === 'elsewhere'
      ? [found('semantic', `POST ${SIGN_IN_PATH} without scripts leads to the start of another sign-in: ${text}`)]
      : [];
  },
};
