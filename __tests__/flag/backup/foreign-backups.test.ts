import { expect, test } from "@jest/globals";
import { foreignBackups } from "../../../src/flag/backup/foreign-backups.ts";

test("finds both ways of naming copies, newest first, and nothing else", () => {
  const beside = [
    "profiles.yaml",
    "profiles.yaml.backup.20260105",
    "profiles.yaml.backup.20251231",
    "profiles.yaml.backup",
  ];
  const others = [
    "other.yaml.backup.20260105",
    "profiles.yaml.backup.20261305",
    "profiles.yaml.backup.2026010",
    "profiles.yaml.backup_20260105_101500",
  ];
  const inBackups = [
    "profiles.yaml.backup_20260105_093000",
    "profiles.yaml.backup_20260106_250000",
    "profiles.yaml.backup.20260107",
  ];
  expect(foreignBackups("profiles.yaml", [...beside, ...others], inBackups)).toEqual([
    { folder: "backups", name: "profiles.yaml.backup_20260105_093000", stamp: "20260105_093000" },
    { folder: "", name: "profiles.yaml.backup.20260105", stamp: "20260105" },
    { folder: "", name: "profiles.yaml.backup.20251231", stamp: "20251231" },
  ]);
});

test("a name that would mean something in a pattern is only a name", () => {
  expect(foreignBackups("a.b", ["aXb.backup.20260105", "a.b.backup.20260105"], [])).toHaveLength(1);
  expect(foreignBackups("(", ["(.backup.20260105"], [])).toHaveLength(1);
});
