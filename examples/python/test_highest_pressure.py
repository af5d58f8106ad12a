"""A test in another language: the mock server runs as a command, and the control API says what is in it.

MOCK_SERVER is the command; by default it is that of the npm package.
"""

import json
import os
import shlex
import subprocess
import unittest
from urllib.error import HTTPError
from urllib.request import Request, urlopen

COMMAND = os.environ.get("MOCK_SERVER", "npx omnia-timeseries-mock-server")


def ask(method, url, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, headers, method=method), timeout=10) as response:
        return json.load(response)


def highest_pressure(base_url, series_id, day):
    """What is tested: it reads from the service, whatever that is."""
    url = f"{base_url}/plant/timeseries/v1.7/{series_id}/data?startTime={day}T00:00:00Z&endTime={day}T23:59:59Z"
    item = ask("GET", url, token="any")["data"]["items"][0]
    return max(point["value"] for point in item["datapoints"])


class HighestPressure(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([*shlex.split(COMMAND), "--auth", "none"], stdout=subprocess.PIPE, text=True)
        cls.url = json.loads(cls.server.stdout.readline())["url"]
        cls.control = f"{cls.url}/__mock"

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(timeout=10)
        cls.server.stdout.close()

    def setUp(self):
        ask("POST", f"{self.control}/reset")
        datapoints = [
            {"time": f"2024-01-01T0{hour}:00:00Z", "value": value} for hour, value in enumerate([81.5, 92.25, 88])
        ]
        series = {"name": "2101-PT-0001", "facility": "1219", "unit": "bar", "datapoints": datapoints}
        self.id = ask("POST", f"{self.control}/seed", {"series": [series]})["seriesIds"][0]

    def test_is_the_highest_of_the_day(self):
        self.assertEqual(highest_pressure(self.url, self.id, "2024-01-01"), 92.25)
        [request] = ask("GET", f"{self.control}/log")["requests"]
        self.assertEqual((request["operationId"], request["statusCode"]), ("GetData", 200))

    def test_tells_that_the_service_is_busy(self):
        ask("POST", f"{self.control}/faults", {"operationId": "GetData", "statusCode": 503})
        with self.assertRaises(HTTPError) as caught:
            highest_pressure(self.url, self.id, "2024-01-01")
        caught.exception.close()
        self.assertEqual(caught.exception.code, 503)


if __name__ == "__main__":
    unittest.main()
