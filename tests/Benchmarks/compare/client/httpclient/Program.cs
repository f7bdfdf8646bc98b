// .NET's HttpClient under load.
//   HttpClientPeer get URL COUNT IN_FLIGHT    prints the CPU microseconds and the bytes allocated per request
using System.Diagnostics;

using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false });
var url = new Uri(args[1]);
var inFlight = int.Parse(args[3]);
// The first requests pay for connections, and for what is grown or compiled once.
await GetAllAsync(20_000);
var count = int.Parse(args[2]);
var bytes = GC.GetTotalAllocatedBytes(precise: true);
var cpu = Process.GetCurrentProcess().TotalProcessorTime;
await GetAllAsync(count);
var took = Process.GetCurrentProcess().TotalProcessorTime - cpu;
var allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
Console.WriteLine($"{took.TotalMicroseconds / count:0.00} {(double)allocated / count:0}");

Task GetAllAsync(int count)
{
    var left = count;
    return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
    {
        var buffer = new byte[4096];
        while (Interlocked.Decrement(ref left) >= 0)
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(buffer) > 0)
            {
                // To its end, so that the connection is used again.
            }
        }
    })));
}
