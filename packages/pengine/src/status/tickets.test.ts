import { expect, it } from "vitest";
import { readRecorded } from "../../test-support/recorded.js";

it("a ticket's states add up, later attributes replacing earlier ones", () => {
  const state = readRecorded({
    nodes: { n1: {} },
    status:
      '<tickets><ticket_state id="t" granted="true" last-granted="5" owner="a"/><ticket_state id=""/></tickets>' +
      '<tickets><ticket_state id="t" standby="true" owner="b"/><ticket_state id="u" last-granted="x"/></tickets>',
  });
  expect([...state.tickets.keys()]).toEqual(["t", "u"]);
  expect(state.tickets.get("t")).toMatchObject({ granted: true, standby: true, lastGranted: 5 });
  expect(state.tickets.get("t")?.state.get("owner")).toBe("b");
  expect(state.tickets.get("u")).toMatchObject({ granted: false, lastGranted: 0 });
});
