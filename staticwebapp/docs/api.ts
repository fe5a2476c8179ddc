import 'swagger-ui-dist/swagger-ui.css';
import './docs.css';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';

// Whoever is signed in to the dashboard tries things out as themselves; anybody else gives an API key.
SwaggerUI({
  url: '/api/v1/openapi.json',
  domNode: document.getElementById('api'),
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'none',
  filter: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
});
