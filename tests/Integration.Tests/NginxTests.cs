using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RouteGen;

namespace Integration.Tests;

/// <summary>Our client against nginx, which closes connections after a few requests, packs, and refuses early.</summary>
public sealed class NginxTests : IDisposable
{
    private static readonly TimeSpan s_startMax = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("routegen-nginx").FullName;
    private readonly Transport _transport = new();
    private readonly int _port = FreePort();

    private string Url => $"http://127.0.0.1:{_port}/";

    public void Dispose()
    {
        _transport.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [NginxFact]
    public async Task A_server_that_closes_every_few_requests_is_never_noticed()
    {
        using var nginx = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var round = 0; round < 250; round++)
            {
                using var response = await _transport.RoundTripAsync(new Request("GET", Url + "hello"));
                Assert.Equal("hello", await response.Body.ReadAllTextAsync());
            }
        }));
    }

    [NginxFact]
    public async Task What_it_packs_is_decoded()
    {
        using var nginx = await StartAsync();
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(static line => $"line {line}\n"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "large.txt"), text);
        using var response = await _transport.RoundTripAsync(new Request("GET", Url + "large.txt"));
        Assert.Equal((200, true), (response.StatusCode, response.Uncompressed));
        Assert.Equal(text, await response.Body.ReadAllTextAsync());
    }

    [NginxFact]
    public async Task A_body_that_is_too_large_is_refused_while_it_is_sent()
    {
        using var nginx = await StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var request = new Request("POST", Url + "hello", Body.From(new MemoryStream(new byte[1_000_000]), 1_000_000));
            using var response = await _transport.RoundTripAsync(request);
            Assert.Equal(413, response.StatusCode);
        }
    }

    private async Task<Child> StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off; master_process off; pid {{_folder}}/pid; error_log {{_folder}}/error.log;
            events { worker_connections 128; }
            http {
              access_log off; gzip on; gzip_types text/plain; default_type text/plain;
              client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/fastcgi;
              uwsgi_temp_path {{_folder}}/uwsgi; scgi_temp_path {{_folder}}/scgi;
              server {
                listen 127.0.0.1:{{_port}}; root {{_folder}}; keepalive_requests 3; client_max_body_size 1k;
                location /hello { return 200 "hello"; }
              }
            }
            """);
        var nginx = Child.Start(
            File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", "-c", Path.Combine(_folder, "nginx.conf"), "-p", _folder, "-e",
            Path.Combine(_folder, "error.log"));
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, _port);
                return nginx;
            }
            catch (SocketException) when (started.Elapsed < s_startMax)
            {
                // It is still starting.
                await Task.Delay(5);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NginxFactAttribute : FactAttribute
    {
        public NginxFactAttribute() => Skip = Programs.Has("nginx") ? null : "nginx is not installed.";
    }
}
