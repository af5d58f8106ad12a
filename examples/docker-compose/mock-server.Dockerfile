FROM node:24-slim
RUN npm install --global @omnia-timeseries/mock-server
USER node
ENTRYPOINT ["omnia-timeseries-mock-server"]
