"""peers.py - the ends of a cell: our programs, one for each stack, and the tools that stacks come with."""

import os
import re
import socket
import subprocess
import time

PATIENCE = 12
LISTENS, TIME_WAIT = "0A", "06"


class Outcome:
    """What one end says."""

    def __init__(self, done, alert=0, status="", answer="", text=""):
        self.done = done
        self.alert = alert      # that it received
        self.status = status    # kedge's, "" where kedge has judged nothing here
        self.answer = answer
        self.text = text        # all that it printed, for a person


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port, process):
    """Until something listens: a connection to find out would be served, so the kernel's table is read."""
    wanted = "0100007F:%04X" % port
    for _ in range(400):
        with open("/proc/net/tcp", encoding="ascii") as table:
            if any(line.split()[1] == wanted and line.split()[3] == "0A" for line in list(table)[1:]):
                return
        if process.poll() is not None:
            return
        time.sleep(0.01)


def finish(process, patience=PATIENCE):
    """All that a process prints; it is ended where it does not end by itself."""
    try:
        return process.communicate(timeout=patience)[0].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0].decode("utf-8", "replace") + "\n(ended: out of patience)"


def start(arguments, **more):
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def fields(text):
    """The line of JSON of one of our programs: flat, so that no parser is needed."""
    line = [line for line in text.splitlines() if line.startswith("{")]
    if not line:
        return None
    found = dict(re.findall(r'"(\w+)": ("[^"]*"|[-\w]+)', line[-1]))
    return {name: value.strip('"') for name, value in found.items()}


def our_outcome(text):
    said = fields(text)
    if said is None:
        return Outcome(False, -1, "(none)", "", text)
    return Outcome(said["done"] == "true", int(said["alert"]), said["status"], said["answer"], text)


def alert_in(text):
    """An alert in the words of OpenSSL's or GnuTLS's tools; 0 for none."""
    for pattern in (r"SSL alert number (\d+)", r"Received alert \[(\d+)\]"):
        found = re.search(pattern, text)
        if found:
            return int(found.group(1))
    return 0


class Setting:
    """A cell's surroundings: folders, and the options that both ends derive from the case."""

    def __init__(self, binaries, work):
        self.binaries = binaries
        self.credentials = os.path.join(binaries, "credentials")
        self.work = work

    def file(self, name, suffix):
        return os.path.join(self.credentials, name + "." + suffix)

    def leaf_and_rest(self, name):
        """The chain in two files, for tools that want it so."""
        with open(self.file(name, "pem"), encoding="ascii") as file:
            blocks = re.findall(r"-----BEGIN.*?-----END[^\n]*\n", file.read(), re.S)
        paths = []
        for part, text in (("leaf", blocks[:1]), ("rest", blocks[1:])):
            path = os.path.join(self.work, part + ".pem")
            with open(path, "w", encoding="ascii") as file:
                file.write("".join(text))
            paths.append(path)
        return paths[0], paths[1] if len(blocks) > 1 else None

    def shown(self, name):
        return ["--chain", self.file(name, "pem"), "--key", self.file(name, "key")] if name else []


class OurServer:
    is_ours = True

    def __init__(self, stack):
        self.stack = self.name = stack

    def start(self, setting, case, tls):
        arguments = [os.path.join(setting.binaries, "end_" + self.stack), "server", "--tls", tls]
        if case.judge == "server":
            arguments += setting.shown("good") + ["--trust", setting.file(case.trust, "der"), "--policy", case.policy]
        else:
            arguments += setting.shown(case.shown)
        if case.staple:
            arguments += ["--staple", setting.file(case.staple, "ocsp")]
        if case.only and case.judge == "server":
            arguments += ["--detached"]
        self.process = start(arguments)
        line = self.process.stdout.readline().decode()
        self.first = line
        return int(line.split()[1]) if line.startswith("PORT ") else None

    def outcome(self):
        return our_outcome(self.first + finish(self.process))


# Of programs that are not called after their stack.
STACK_BELOW = {"libcurl": "openssl"}


class OurClient:
    is_ours = True

    def __init__(self, stack):
        self.name = stack
        self.stack = STACK_BELOW.get(stack, stack)

    def run(self, setting, case, tls, port, server):
        arguments = [os.path.join(setting.binaries, "end_" + self.name), "client", "--tls", tls, "--port", str(port),
                     "--host", case.host, "--say", getattr(server, "wants", "k\n")]
        if case.judge == "server":
            arguments += ["--trust", setting.file("root", "der")] + setting.shown(case.shown)
        else:
            arguments += ["--trust", setting.file(case.trust, "der"), "--policy", case.policy]
            arguments += ["--crl", setting.file(case.crl, "crl")] if case.crl else []
            arguments += ["--ask-staple"] if case.ask else []
            arguments += ["--detached"] if case.only else []
            arguments += setting.shown(getattr(server, "demands", None))
        return our_outcome(finish(start(arguments)))


class Openssl:
    """openssl s_server, openssl s_client."""
    is_ours = False
    stack = "openssl"

    def start(self, setting, case, tls):
        leaf, rest = setting.leaf_and_rest(case.shown)
        arguments = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-cert", leaf,
                     "-key", setting.file(case.shown, "key"), "-cipher", "DEFAULT@SECLEVEL=0",
                     "-tls1_3" if tls == "1.3" else "-tls1_2"]
        arguments += ["-cert_chain", rest] if rest else []
        arguments += ["-status_file", setting.file(case.staple, "ocsp")] if case.staple else []
        self.process = start(arguments, stdin=subprocess.PIPE)
        self.printed = ""
        while not self.printed.endswith("\n") or "ACCEPT " not in self.printed:
            line = self.process.stdout.readline().decode()
            if not line:
                return None
            self.printed += line
        # What it is to say when somebody is there; it takes some letters for commands.
        self.process.stdin.write(b"answer\n")
        self.process.stdin.flush()
        return int(re.search(r"ACCEPT 127\.0\.0\.1:(\d+)", self.printed).group(1))

    def outcome(self):
        text = self.printed + finish(self.process)
        return Outcome("Ciphers" in text.upper() or "CIPHER is" in text, alert_in(text), text=text)

    def run(self, setting, case, tls, port, _server):
        arguments = ["openssl", "s_client", "-connect", "127.0.0.1:%d" % port, "-servername", "host.example",
                     "-CAfile", setting.file("root", "pem"), "-verify_return_error", "-quiet",
                     "-tls1_3" if tls == "1.3" else "-tls1_2"]
        if case.shown:
            leaf, rest = setting.leaf_and_rest(case.shown)
            arguments += ["-cert", leaf, "-key", setting.file(case.shown, "key")]
            arguments += ["-cert_chain", rest] if rest else []
        process = start(arguments, stdin=subprocess.PIPE)
        try:
            process.stdin.write(b"k")
            process.stdin.flush()
        except BrokenPipeError:
            pass
        text = finish(process)
        return Outcome(text.rstrip().endswith("k") and alert_in(text) == 0, alert_in(text), text=text)


class SServer(Openssl):
    name = "s_server"


class SClient(Openssl):
    name = "s_client"


class Gnutls:
    is_ours = False
    stack = "gnutls"

    @staticmethod
    def priority(tls):
        return "NORMAL:-VERS-ALL:+VERS-TLS" + tls


class GnutlsServ(Gnutls):
    name = "gnutls-serv"

    def start(self, setting, case, tls):
        port = self.port = free_port()
        arguments = ["gnutls-serv", "--port", str(port), "--echo", "--disable-client-cert", "--priority",
                     self.priority(tls), "--x509certfile", setting.file(case.shown, "pem"),
                     "--x509keyfile", setting.file(case.shown, "key")]
        if case.staple:
            arguments += ["--ocsp-response", setting.file(case.staple, "ocsp"), "--ignore-ocsp-response-errors"]
        self.process = start(arguments, stdin=subprocess.DEVNULL)
        wait_until_open_anywhere(port, self.process)
        return port if self.process.poll() is None else None

    def outcome(self):
        # It says what has come of the connection before it closes it, and serves on.
        wait_until_closed(self.port)
        self.process.terminate()
        text = finish(self.process)
        failed = "Error in handshake" in text
        # It does not say which alert it was.
        return Outcome(not failed, None if failed else 0, text=text)


def sockets(port):
    """The states of the sockets at a port of this machine, in the kernel's numbers."""
    for path in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(path, encoding="ascii") as table:
            for line in list(table)[1:]:
                if line.split()[1].endswith(":%04X" % port):
                    yield line.split()[3]


def wait_until_open_anywhere(port, process):
    for _ in range(400):
        if LISTENS in sockets(port) or process.poll() is not None:
            return
        time.sleep(0.01)


def wait_until_closed(port):
    """Until the server has closed what was open; sockets that only wait for the time to pass are."""
    for _ in range(400):
        if set(sockets(port)) <= {LISTENS, TIME_WAIT}:
            return
        time.sleep(0.01)


class GnutlsCli(Gnutls):
    name = "gnutls-cli"

    def run(self, setting, case, tls, port, _server):
        arguments = ["gnutls-cli", "--x509cafile", setting.file("root", "pem"), "-p", str(port), "127.0.0.1",
                     "--sni-hostname", "host.example", "--verify-hostname", "host.example",
                     "--priority", self.priority(tls)]
        if case.shown:
            arguments += ["--x509certfile", setting.file(case.shown, "pem"),
                          "--x509keyfile", setting.file(case.shown, "key")]
        process = start(arguments, stdin=subprocess.PIPE)
        try:
            process.stdin.write(b"k\n")
            process.stdin.flush()
        except BrokenPipeError:
            pass
        # It reads on until the server closes, which ours does when it has answered.
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            pass
        text = finish(process)
        return Outcome("Handshake was completed" in text and "Fatal error" not in text, alert_in(text), text=text)


class Curl:
    is_ours = False
    stack = "openssl"
    name = "curl"

    def run(self, setting, case, tls, port, _server):
        arguments = ["curl", "--silent", "--show-error", "--verbose", "--http0.9", "--max-time", "15",
                     "--noproxy", "*", "--cacert", setting.file("root", "pem"),
                     "--resolve", "host.example:%d:127.0.0.1" % port, "--tlsv" + tls, "--tls-max", tls]
        if case.shown:
            arguments += ["--cert", setting.file(case.shown, "pem"), "--key", setting.file(case.shown, "key")]
        process = start(arguments + ["https://host.example:%d/" % port], stdin=subprocess.DEVNULL)
        text = finish(process)
        # What OpenSSL tells a callback of an alert: its level and its number.
        alerts = [int(code) - 512 for code in re.findall(r"\(IN\), TLS alert, [^(]*\((\d+)\)", text)
                  if int(code) > 512]
        return Outcome(process.returncode == 0, alerts[0] if alerts else 0, text=text)


NGINX = """daemon off;
master_process off;
pid {work}/nginx.pid;
error_log {work}/nginx.log info;
events {{ }}
http {{
    access_log {work}/nginx.log;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {chain};
        ssl_certificate_key {key};
        ssl_protocols TLSv{tls};
        ssl_ciphers DEFAULT@SECLEVEL=0;
        ssl_client_certificate {root};
        ssl_verify_client on;
        {staple}
        location / {{ return 200 "k"; }}
    }}
}}
"""


class Nginx:
    """A server that demands a client's certificate, and judges it itself."""
    is_ours = False
    stack = "openssl"
    name = "nginx"
    wants = "GET / HTTP/1.0\r\n\r\n"
    demands = "client"

    def start(self, setting, case, tls):
        port = free_port()
        staple = ""
        if case.staple:
            staple = "ssl_stapling on; ssl_stapling_file %s;" % setting.file(case.staple, "ocsp")
        path = os.path.join(setting.work, "nginx.conf")
        self.log = os.path.join(setting.work, "nginx.log")
        open(self.log, "w", encoding="ascii").close()
        with open(path, "w", encoding="ascii") as file:
            file.write(NGINX.format(work=setting.work, port=port, chain=setting.file(case.shown, "pem"),
                                    key=setting.file(case.shown, "key"), tls=tls, root=setting.file("root", "pem"),
                                    staple=staple))
        self.process = start(["nginx", "-p", setting.work, "-e", "stderr", "-c", path], stdin=subprocess.DEVNULL)
        wait_until_open(port, self.process)
        return port if self.process.poll() is None else None

    def outcome(self):
        """nginx serves on: what it thinks of the one connection is in its log, sooner or later."""
        for _ in range(400):
            with open(self.log, encoding="utf-8", errors="replace") as file:
                text = file.read()
            has_failed = "SSL handshak" in text
            if has_failed or '"GET / HTTP' in text:
                break
            time.sleep(0.01)
        self.process.terminate()
        text += finish(self.process)
        return Outcome(not has_failed, alert_in(text), text=text)


SERVERS = {server.name: server for server in (SServer, GnutlsServ, Nginx)}
CLIENTS = {client.name: client for client in (SClient, GnutlsCli, Curl)}

# How each tool says which version it is.
VERSIONS = {"s_server": ["openssl", "version"], "s_client": ["openssl", "version"], "nginx": ["nginx", "-v"],
            "gnutls-serv": ["gnutls-serv", "--version"], "gnutls-cli": ["gnutls-cli", "--version"],
            "curl": ["curl", "--version"]}


def version(tool):
    return finish(start(VERSIONS[tool])).splitlines()[0]
