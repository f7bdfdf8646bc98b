using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RouteGen;
using RouteGen.Serving;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class TlsCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tls").FullName;

    private string CertFile => Path.Combine(_folder, "cert.pem");

    private string KeyFile => Path.Combine(_folder, "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_name_gets_its_certificate_and_others_the_first()
    {
        using var one = TestCertificate.Make("one.example");
        using var wild = TestCertificate.Make("*.two.example");
        await using var server = new TlsServerFixture(certificates: new TlsCertificates().Add(one).Add(wild));
        Assert.Equal("CN=one.example", ServedTo(server, "one.example"));
        Assert.Equal("CN=*.two.example", ServedTo(server, "a.two.example"));
        Assert.Equal("CN=one.example", ServedTo(server, "unknown.example"));
        Assert.Equal("CN=one.example", ServedTo(server, ""));
    }

    [Fact]
    public async Task Replaced_files_are_served_to_the_next_handshake_and_connections_stay()
    {
        using var first = Write("first.example");
        await using var server = new TlsServerFixture(certFile: CertFile, keyFile: KeyFile);
        using var stream = server.Connect();
        Assert.Equal("CN=first.example", stream.RemoteCertificate!.Subject);
        for (var round = 0; round < 5; round++)
        {
            using var next = Write($"next{round}.example");
            Assert.Equal($"CN=next{round}.example", ServedTo(server, "localhost"));
        }

        Assert.EndsWith("pong", TlsServerFixture.Ask(stream), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_refused_as_what_it_is()
    {
        using var certificate = Write("a.example");
        Assert.Equal(
            $"The certificate file '{_folder}' is a directory; pass the path of a PEM file in it.",
            Assert.Throws<IOException>(() => new TlsCertificates().Add(_folder, KeyFile)).Message);
        Assert.Equal(
            $"The key file '{_folder}' is a directory; pass the path of a PEM file in it.",
            Assert.Throws<IOException>(() => new TlsCertificates().Add(CertFile, _folder)).Message);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused()
    {
        using var certificate = Write("a.example");
        var longFile = Path.Combine(_folder, "long.pem");
        using (var file = File.Create(longFile)) file.SetLength(1024 * 1024 + 1);
        AssertRefused(longFile, $"file '{longFile}' has more than 1048576 characters; pass the path of a PEM file.");
    }

    // Opening a FIFO waits for its writer, and a device may have no end.
    [Theory]
    [InlineData("fifo")]
    [InlineData("/dev/zero")]
    public async Task What_is_no_regular_file_is_refused_and_not_waited_for(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var certificate = Write("a.example");
        var fifo = Path.Combine(_folder, "fifo");
        using (var mkfifo = Process.Start("mkfifo", [fifo])) await mkfifo.WaitForExitAsync();
        var other = path == "fifo" ? fifo : path;
        await Task.Run(() => AssertRefused(other, $"file '{other}' is not a regular file; pass the path of a PEM file."))
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_file_that_is_replaced_by_a_fifo_holds_up_no_handshake()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var first = Write("first.example");
        await using var server = new TlsServerFixture(certFile: CertFile, keyFile: KeyFile);
        File.Delete(CertFile);
        using (var mkfifo = Process.Start("mkfifo", [CertFile])) await mkfifo.WaitForExitAsync();
        for (var round = 0; round < 3; round++) Assert.Equal("CN=first.example", ServedTo(server, "localhost"));
        Assert.Contains("is not a regular file", server.TakeLog("has changed and cannot be used"), StringComparison.Ordinal);
    }

    // A reader may find the file before, and open the FIFO after, the name was given to the other.
    [Fact]
    public async Task A_file_that_becomes_a_fifo_while_it_is_opened_is_never_said_to_be_missing()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var certificate = Write("a.example");
        var (fifo, link, spare) = (Path.Combine(_folder, "fifo"), Path.Combine(_folder, "link"), Path.Combine(_folder, "spare"));
        using (var mkfifo = Process.Start("mkfifo", [fifo])) await mkfifo.WaitForExitAsync();
        File.CreateSymbolicLink(link, CertFile);
        var isOver = false;
        var turning = Task.Run(() =>
        {
            for (var round = 0; !Volatile.Read(ref isOver); round++)
            {
                File.CreateSymbolicLink(spare, round % 2 == 0 ? fifo : CertFile);
                File.Move(spare, link, overwrite: true);
            }
        });
        var (read, refused) = (0, 0);
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 200 || read == 0 || refused == 0;)
        {
            try
            {
                PemPair.Read(link, "certificate");
                read++;
            }
            catch (IOException failure)
            {
                refused++;
                Assert.Equal($"The certificate file '{link}' is not a regular file; pass the path of a PEM file.", failure.Message);
            }

            Assert.True(clock.Elapsed < Eventually.Patience, $"{read} were read, and {refused} refused");
        }

        Volatile.Write(ref isOver, true);
        await Eventually.Of(turning);
    }

    private void AssertRefused(string path, string message)
    {
        Assert.EndsWith(
            "certificate " + message, Assert.Throws<IOException>(() => new TlsCertificates().Add(path, KeyFile)).Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "key " + message, Assert.Throws<IOException>(() => new TlsCertificates().Add(CertFile, path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_behind_links_that_are_turned_are_followed()
    {
        if (OperatingSystem.IsWindows()) return; // links need a privilege there
        // As orchestrators do it: the files' folder is a link that is replaced.
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            using var certificate = Write($"{name}.example", name);
        }

        var link = Path.Combine(_folder, "current");
        Directory.CreateSymbolicLink(link, Path.Combine(_folder, "a"));
        await using var server = new TlsServerFixture(certFile: Path.Combine(link, "cert.pem"), keyFile: Path.Combine(link, "key.pem"));
        Assert.Equal("CN=a.example", ServedTo(server, "localhost"));
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, Path.Combine(_folder, "b"));
        Assert.Equal("CN=b.example", ServedTo(server, "localhost"));
    }

    [Fact]
    public async Task Files_that_do_not_fit_together_leave_the_certificate_before_and_are_logged_once()
    {
        using var first = Write("first.example");
        await using var server = new TlsServerFixture(certFile: CertFile, keyFile: KeyFile);
        using var second = TestCertificate.Make("second.example");
        await File.WriteAllTextAsync(CertFile, second.ExportCertificatePem());
        for (var round = 0; round < 3; round++) Assert.Equal("CN=first.example", ServedTo(server, "localhost"));
        server.TakeLog("has changed and cannot be used");
        File.Delete(KeyFile);
        Assert.Equal("CN=first.example", ServedTo(server, "localhost"));
        using (var key = second.GetECDsaPrivateKey()!) await File.WriteAllTextAsync(KeyFile, key.ExportPkcs8PrivateKeyPem());
        Assert.Equal("CN=second.example", ServedTo(server, "localhost"));
    }

    [Fact]
    public void Files_that_are_not_there_or_hold_nothing_are_refused()
    {
        Assert.ThrowsAny<IOException>(() => new TlsCertificates().Add(CertFile, KeyFile));
        File.WriteAllText(CertFile, "nothing");
        File.WriteAllText(KeyFile, "nothing");
        Assert.Throws<CryptographicException>(() => new TlsCertificates().Add(CertFile, KeyFile));
        using var certificate = TestCertificate.Make("a.example");
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Assert.Throws<ArgumentException>(() => new TlsCertificates().Add(bare));
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_one_sentence_with_the_file_and_the_remedy()
    {
        using var first = TestCertificate.Make("a.example");
        using var second = TestCertificate.Make("b.example");
        using var key = first.GetECDsaPrivateKey()!;
        using var otherKey = second.GetECDsaPrivateKey()!;
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(
            "password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        (string? Cert, string? Key, string File, string Remedy)[] cases =
        [
            (null, null, CertFile, "pass the path"),
            (first.ExportCertificatePem(), null, KeyFile, "pass the path"),
            ("nothing", key.ExportPkcs8PrivateKeyPem(), CertFile, "convert it"),
            (first.ExportCertificatePem(), "nothing", KeyFile, "convert it"),
            (first.ExportCertificatePem(), otherKey.ExportPkcs8PrivateKeyPem(), KeyFile, "belong together"),
            (first.ExportCertificatePem(), encrypted, KeyFile, "decrypt it"),
        ];
        foreach (var (cert, keyText, file, remedy) in cases)
        {
            if (cert is not null) File.WriteAllText(CertFile, cert);
            if (keyText is not null) File.WriteAllText(KeyFile, keyText);
            var failure = Assert.ThrowsAny<Exception>(() => new TlsCertificates().Add(CertFile, KeyFile));
            Assert.True(failure is IOException or CryptographicException, failure.ToString());
            Assert.Contains($"'{file}'", failure.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
        }
    }

    [Fact]
    public async Task A_client_certificate_is_asked_for_and_reaches_the_handler()
    {
        string? subject = null;
        using var known = TestCertificate.Make("known.example");
        var config = new SslServerAuthenticationOptions
        {
            ServerCertificate = TestCertificate.Localhost,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=known.example",
        };
        await using var server = new TlsServerFixture((_, r) => subject = r.Tls!.PeerCertificate!.Subject, config);
        using (var stream = server.Connect(change: options => options.ClientCertificates = [known])) TlsServerFixture.Ask(stream);
        Assert.Equal("CN=known.example", subject);

        // In TLS 1.3 a client learns of the refusal when it reads.
        using var other = TestCertificate.Make("other.example");
        foreach (X509CertificateCollection given in new X509CertificateCollection[] { [], [other] })
        {
            Assert.ThrowsAny<Exception>(() =>
            {
                using var stream = server.Connect(change: options => options.ClientCertificates = given);
                Assert.NotEqual("", TlsServerFixture.Ask(stream));
            });
            server.TakeLog("TLS handshake error");
        }
    }

    private static string ServedTo(TlsServerFixture server, string name)
    {
        using var stream = server.Connect(name);
        return stream.RemoteCertificate!.Subject;
    }

    // Both files in place of those that are there, the key first.
    private X509Certificate2 Write(string name, string folder = "")
    {
        var certificate = TestCertificate.Make(name);
        using (var key = certificate.GetECDsaPrivateKey()!) Replace("key.pem", key.ExportPkcs8PrivateKeyPem());
        Replace("cert.pem", certificate.ExportCertificatePem());
        return certificate;

        void Replace(string file, string text)
        {
            var path = Path.Combine(_folder, folder, file);
            File.WriteAllText(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
