// Archives of node-forge: node forge.js FOLDER-OF-MODULES CERTIFICATES.pem KEY.pem FILE PASSWORD OPTIONS-AS-JSON
const [folder, chain, key, file, password, options] = process.argv.slice(2);
const forge = require(folder + '/node_modules/node-forge');
const fs = require('fs');
const blocks = fs.readFileSync(chain, 'utf8').match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g);
const certificates = blocks.map((block) => forge.pki.certificateFromPem(block));
const secret = forge.pki.privateKeyFromPem(fs.readFileSync(key, 'utf8'));
const archive = forge.pkcs12.toPkcs12Asn1(secret, certificates, password === '-' ? null : password, JSON.parse(options));
fs.writeFileSync(file, forge.asn1.toDer(archive).getBytes(), 'binary');
