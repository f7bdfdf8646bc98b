// The same routes on Kestrel's minimal API, as its template has it, without logging.
//   Kestrel HOST:PORT
using System.Globalization;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://{args[0]}");
var app = builder.Build();

var large = new byte[64 * 1024];
Array.Fill(large, (byte)'x');

app.MapGet("/ping", static () => "pong");
app.MapGet("/large", () => Results.Bytes(large, "application/octet-stream"));
app.MapGet("/block", static () =>
{
    Thread.Sleep(2000);
    return "done";
});
var client = new HttpClient();
app.MapGet("/call", (HttpRequest request) =>
{
    using var call = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{request.QueryString.Value![1..]}/");
    using var answer = client.Send(call);
    using var reader = new StreamReader(answer.Content.ReadAsStream());
    return reader.ReadToEnd();
});
app.MapGet("/spin", static () =>
{
    var state = 1ul;
    for (var step = 0; step < 40_000_000; step++) state = state * 6364136223846793005 + 1442695040888963407;
    return state == 0 ? "zero" : "done";
});
app.MapPost("/post", static async (HttpRequest request) =>
{
    var buffer = new byte[4096];
    var count = 0;
    for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;) count += read;
    return count.ToString(CultureInfo.InvariantCulture);
});
for (var index = 0; index < 256; index++) app.MapGet($"/route{index:000}/end", static () => "pong");

app.Run();
