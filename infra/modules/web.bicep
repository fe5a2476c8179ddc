metadata description = 'The site, the API behind its /api, and the authentication that lets only the site in.'

param name string
param location string
param tags object
param apiName string
param apiId string
param apiLocation string

resource api 'Microsoft.Web/sites@2025-03-01' existing = {
  name: apiName
}

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    allowConfigFileUpdates: true
    // A preview would have no API: a linked backend serves production only.
    stagingEnvironmentPolicy: 'Disabled'
  }
}

resource backend 'Microsoft.Web/staticSites/linkedBackends@2025-03-01' = {
  parent: site
  name: 'api'
  properties: { backendResourceId: apiId, region: apiLocation }
}

// The app believes x-ms-client-principal only behind this. After the link, which writes a laxer one of its own.
resource authentication 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: api
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: { requireAuthentication: true, unauthenticatedClientAction: 'Return401' }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureStaticWebApps: { enabled: true, registration: { clientId: site.properties.defaultHostname } }
    }
  }
  dependsOn: [backend]
}

output name string = site.name
output url string = 'https://${site.properties.defaultHostname}'
