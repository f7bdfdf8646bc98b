using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Transport
{
    private ConnSettings? _settings;

    private ConnSettings Settings => Volatile.Read(ref _settings) ?? MakeSettings();

    // Created on first use, when all options are set.
    private ConnSettings MakeSettings()
    {
        lock (_gate)
        {
            if (_settings is not null) return _settings;
            var limits = new ConnPoolLimits(MaxIdleConns, DisableKeepAlives ? -1 : MaxIdleConnsPerHost, MaxConnsPerHost);
            var settings = new OwnSettings(this)
            {
                Pool = new ConnPool(limits, StartDial, Clock),
                Clock = Clock,
                HeadBytesMax = MaxResponseHeaderBytes > 0 ? MaxResponseHeaderBytes : DefaultHeadBytesMax,
                IdleMs = Instants.Milliseconds(IdleConnTimeout),
                LifetimeMs = Instants.Milliseconds(MaxConnLifetime),
                ResponseHeaderMs = Instants.Milliseconds(ResponseHeaderTimeout),
                ExpectContinueTimeout = ExpectContinueTimeout,
            };
            Volatile.Write(ref _settings, settings);
            return settings;
        }
    }

    private sealed class OwnSettings(Transport transport) : ConnSettings
    {
        internal override ContentDecoder? MakeDecoder(ContentCoding coding) => transport.MakeDecoder(coding);

        internal override void TellLeak(string? origin) => transport.TellLeak(origin);

        internal override void TellDisposeFailure(string what, Exception failure) => transport.TellDisposeFailure(what, failure);
    }
}
