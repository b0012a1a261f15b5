// A random id that the test knows.
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

crypto.randomUUID = () => process.env.KNOWN_UUID;
syncBuiltinESMExports();
