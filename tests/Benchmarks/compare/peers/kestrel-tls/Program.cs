// /ping on Kestrel's minimal API, plain and over TLS. A program of its own: the other one starts sooner without.
//   KestrelTls HOST:PORT HOST:PORT
using System.Net;
using System.Security.Cryptography.X509Certificates;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelHttpsConfiguration();
builder.WebHost.ConfigureKestrel(options =>
{
    options.Listen(IPEndPoint.Parse(args[0]));
    options.Listen(IPEndPoint.Parse(args[1]), static listen => listen.UseHttps(X509Certificate2.CreateFromPemFile("cert.pem", "key.pem")));
});
var app = builder.Build();
app.MapGet("/ping", static () => "pong");
app.Run();
