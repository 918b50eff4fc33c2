#!/usr/bin/env node
// Starts the command, which is in a package of its own for each platform. npm installs the one that fits.
"use strict";

const { spawn } = require("node:child_process");

const name = `pemvet-${process.platform}-${process.arch}`;

function command() {
  try {
    return require.resolve(`${name}/pemvet`);
  } catch {
    console.error(
      `pemvet: the package ${name} is not installed. Either there is none for this platform, or npm left optional ` +
        "dependencies out: npm install --include=optional. Other ways to install pemvet: pip install pemvet, " +
        "cargo install --locked pemvet-cli",
    );
    process.exit(2);
  }
}

const child = spawn(command(), process.argv.slice(2), { stdio: "inherit" });
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
// Whoever ends this means the command.
for (const signal of signals) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`pemvet: ${error.message}`);
  process.exitCode = 2;
});
child.on("close", (status, signal) => {
  if (signal === null) {
    process.exitCode = status;
    return;
  }
  // It ends as the command did.
  signals.forEach((each) => process.removeAllListeners(each));
  process.kill(process.pid, signal);
});
