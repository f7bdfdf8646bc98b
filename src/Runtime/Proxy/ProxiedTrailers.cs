// Forwards the trailer fields of a response. Names that the backend announced are announced to the client. Other names are known only after
// the body, and are written with Go's prefix for late trailers.
namespace RouteGen.Proxying;

internal readonly struct ProxiedTrailers
{
    private const string LatePrefix = "Trailer:";

    private readonly ResponseWriter _writer;
    private readonly Response _response;
    private readonly HopByHopFields _ended;
    private readonly List<string>? _announced;

    /// <summary>Announces the trailer fields that the backend announced. Called before the head is written.</summary>
    internal ProxiedTrailers(ResponseWriter w, Response response, HopByHopFields ended)
    {
        _ended = ended;
        _writer = w;
        _response = response;
        if (response.Trailer is not { } trailer) return;
        ended.RemoveFromTrailer(trailer);
        _announced = [];
        foreach (ref readonly var field in trailer.Fields)
            if (!_announced.Contains(field.Name)) _announced.Add(field.Name);
        if (_announced.Count > 0) w.Header.Add("Trailer", string.Join(", ", _announced));
    }

    /// <summary>Writes the received trailer fields. Called after the body.</summary>
    internal async ValueTask PassAsync()
    {
        if (_response.Trailer is not { } trailer) return;
        _ended.RemoveFromTrailer(trailer);
        var isLate = false;
        foreach (var name in _announced ?? []) _writer.Header.Remove(name);
        foreach (ref readonly var field in trailer.Fields)
        {
            if (field.Value is null) continue;
            var isAnnounced = _announced?.Contains(field.Name) == true;
            isLate |= !isAnnounced;
            _writer.Header.Add(isAnnounced ? field : field.Renamed(LatePrefix + field.Name));
        }

        // If the body were still buffered, it would be sent with a length, which allows no trailer.
        if (isLate) await _writer.FlushAsync().ConfigureAwait(false);
    }
}
