// Asks the language server of VS Code about documents: what it proposes, shows and underlines.
// Standard input: {"schemas": {name: schema}, "questions": [{"schema": name, "text": "{|}"}]}, the
// bar being where the cursor stands. Standard output: a list of answers.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const { getLanguageService, TextDocument } = require("vscode-json-languageservice");

const { schemas, questions } = JSON.parse(readFileSync(0, "utf-8"));
const service = getLanguageService({
  schemaRequestService: (uri) => Promise.reject(new Error(`nothing is fetched: ${uri}`)),
});
service.configure({
  validate: true,
  allowComments: false,
  schemas: Object.entries(schemas).map(([name, schema]) => ({
    uri: schema.$id,
    fileMatch: [`*/${name}.json`],
    schema,
  })),
});

const words = (said) => String(said?.value ?? said ?? "").replaceAll("\\", "");
const answers = [];
for (const { schema, text } of questions) {
  const cursor = text.indexOf("|");
  const plain = text.replace("|", "");
  const document = TextDocument.create(`file:///acme/${schema}.json`, "json", 1, plain);
  const position = document.positionAt(Math.max(cursor, 0));
  const parsed = service.parseJSONDocument(document);
  const proposals = await service.doComplete(document, position, parsed);
  const hover = await service.doHover(document, position, parsed);
  const problems = await service.doValidation(document, parsed);
  answers.push({
    proposed: Object.fromEntries(
      (proposals?.items ?? []).map((item) => [item.label, words(item.documentation)]),
    ),
    hover: hover ? [hover.contents].flat().map(words).join("\n") : "",
    problems: problems.map(({ range, message }) => [document.getText(range), message]),
  });
}
process.stdout.write(JSON.stringify(answers));
