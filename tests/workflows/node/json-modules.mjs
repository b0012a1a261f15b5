// @actions/workflow-parser imports JSON without saying so, which bundlers allow and node does not.
export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);
