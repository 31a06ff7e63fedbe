// Loads ajv when the first JSON Schema is used: most programs have none. By `require`, because a schema is read where nobody can
// wait for an import.
exports.loadAjv = () => ({ Ajv: require('ajv').Ajv, Ajv2020: require('ajv/dist/2020.js').Ajv2020 });
