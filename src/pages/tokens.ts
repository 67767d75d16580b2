/** Names under which the pages ask for what start-up gives them. */
export const RENDER = Symbol('Render');
export const ASSETS = Symbol('Assets');
/** `DemonstrationSignIn`, or null where people sign in with an outside issuer. */
export const DEMONSTRATION_SIGN_IN = Symbol('DemonstrationSignIn');
