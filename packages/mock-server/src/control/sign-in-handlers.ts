import { answerDone } from "./control-call.ts";
import type { ControlHandlers } from "./control-call.ts";

export const signInHandlers: Pick<ControlHandlers, "SignInAs" | "ShowSignInPage"> = {
  SignInAs(call) {
    call.server.signIn.as(call.body.who);
    return answerDone(call);
  },
  ShowSignInPage(call) {
    call.server.signIn.as();
    return answerDone(call);
  },
};
