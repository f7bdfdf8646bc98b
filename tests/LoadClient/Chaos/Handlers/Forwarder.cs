using System.Globalization;
using RouteGen;

namespace LoadClient.Chaos;

/// <summary>A proxy as somebody writes one in a minute.</summary>
internal sealed class Forwarder(Transport transport, string upstream)
{
    private readonly Client _client = new() { Transport = transport };

    internal async ValueTask ForwardAsync(Plan plan, ResponseWriter w, Request r, CancellationToken token = default)
    {
        var id = plan.Id.ToString(CultureInfo.InvariantCulture);
        var request = new Request("POST", upstream + r.Url.Path, r.Body);
        request.Header.Set("X-Id", id);
        using var response = await TryAskAsync(request, token);
        if (response is null)
        {
            w.WriteHeader(Status.BadGateway);
            return;
        }

        var own = response.Header.Get("X-Id");
        if (own != id) Faults.Report(FaultKind.Foreign, plan, $"the client got the response to '{own}'");
        w.Header.Set("X-Id", own);
        // What the client says without the upstream is told apart from the upstream's bytes by its status.
        w.WriteHeader(plan.Kind == Kind.Forward ? response.StatusCode : Status.NonAuthoritativeInfo);
        var check = new PatternCheck(plan, 'u', plan.ReplyLength, "body of the upstream's response");
        var block = new byte[Exchanges.BlockBytes];
        var dice = new Dice(plan.Id, 3);
        for (int count; (count = await Exchanges.ReadAsync(plan, response.Body, block, check, token)) > 0;)
        {
            await Exchanges.WriteAsync(plan, w, block.AsMemory(0, count));
            if (dice.OneIn(2)) await Exchanges.FlushAsync(plan, w);
        }
    }

    // Null: the upstream could not be asked.
    private async ValueTask<Response?> TryAskAsync(Request request, CancellationToken token)
    {
        try
        {
            return await _client.DoAsync(request, token);
        }
        catch (TransportException)
        {
            return null;
        }
    }
}
