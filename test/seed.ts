import fc from "fast-check";

// The same documents in every run, so that a failure is the change's; SANODE_SEED=N looks at others.
fc.configureGlobal({ seed: Number(process.env.SANODE_SEED ?? 1) });
