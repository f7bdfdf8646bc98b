// Sends a POST with the pooled client and prints the response.
//   PingClient [--url URL]        default http://localhost:8080/ping
// Exit code: 0 for status 200; 1 for another status or no response; 2 for wrong arguments.
using RouteGen;

if (args is not ([] or ["--url", _]))
{
    Console.Error.WriteLine("usage: PingClient [--url URL]");
    return 2;
}

var url = args is ["--url", var given] ? given : "http://localhost:8080/ping";
try
{
    using var response = await Http.PostAsync(url, "text/plain", body: null);
    var text = await response.Body.ReadAllTextAsync();
    if (response.StatusCode != 200)
    {
        Console.Error.WriteLine($"POST {url}: {response.StatusCode}");
        return 1;
    }

    Console.WriteLine(text);
    return 0;
}
catch (Exception failure) when (failure is IOException or ProtocolException or FormatException or InvalidOperationException)
{
    Console.Error.WriteLine($"POST {url}: {failure.Message}");
    return failure is FormatException or InvalidOperationException ? 2 : 1;
}
